/** Which services fit what somebody looks for. */

export interface Service {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly department: string;
  readonly themes: readonly string[];
}

/** Those of the theme in which every word stands somewhere; those with all words in their title first. */
export function matching(services: readonly Service[], wanted: string, theme: string): Service[] {
  const words = wanted
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const has = (text: string): boolean => words.every((word) => text.toLowerCase().includes(word));
  const fits = services.filter(
    (service) =>
      (theme === "" || service.themes.includes(theme)) &&
      has(`${service.title} ${service.summary} ${service.department} ${service.name}`),
  );
  return fits.sort((one, other) => Number(has(other.title)) - Number(has(one.title)));
}
