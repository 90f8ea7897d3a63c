/** The districts of the city with their borders, read when the first place is shown. Without them a place is numbers. */

import { signal } from "@preact/signals";
import { useContext, useEffect } from "preact/hooks";
import { request } from "../api/client.ts";
import type { Phrase } from "../words/say.ts";
import { AskDistricts, type DistrictsQuestion, type ToldDistrict } from "./askDistricts.ts";
import { type Point, parseBorder } from "./border.ts";

export interface District {
  readonly name: Phrase;
  readonly border: readonly Point[];
}

/** Nothing until they are read; none where the city published no borders or cannot be asked. */
const districts = signal<readonly District[] | undefined>(undefined);

let isReading = false;

/** What is drawn; nothing as long as nobody knows. */
export function useDistricts(): readonly District[] | undefined {
  const question = useContext(AskDistricts);
  useEffect(() => {
    if (!isReading && !districts.value?.length) void read(question);
  }, [question]);
  return districts.value;
}

async function read(question: DistrictsQuestion | undefined): Promise<void> {
  isReading = true;
  const outcome = question && (await request(question, {}));
  isReading = false;
  const told = outcome?.ok ? (outcome.value.city?.districts ?? []) : [];
  districts.value = told.map(drawn).filter(({ border }) => border.length > 2);
}

function drawn({ nameZh, nameEn, boundary }: ToldDistrict): District {
  return { name: { zh: nameZh ?? "", en: nameEn ?? nameZh ?? "" }, border: parseBorder(boundary) };
}
