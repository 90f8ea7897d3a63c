/** The borders of the city for the forms that ask for a place. Without them a place is typed. */

import { request } from "../../api/client.ts";
import { districts } from "../../form/field/where.ts";
import { parseBorder } from "../../parts/border.ts";
import { DistrictsDocument } from "../operations.ts";
import type { Service } from "./service.ts";

export async function readDistricts({ form }: Service): Promise<void> {
  const isAsked = form.schema.properties.some(([, schema]) => schema.place);
  if (!isAsked || districts.value.length > 0) return;
  const outcome = await request(DistrictsDocument, {});
  if (!outcome.ok) return;
  const all = (outcome.value.city?.districts ?? []).map(({ nameZh, nameEn, boundary }) => ({
    name: { zh: nameZh ?? "", en: nameEn ?? nameZh ?? "" },
    border: parseBorder(boundary),
  }));
  districts.value = all.filter(({ border }) => border.length > 2);
}
