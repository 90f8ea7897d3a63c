/** The day on which something is still in time, of the first moment that is too late. */
export function lastDay(tooLate: string): string {
  return new Date(Date.parse(tooLate) - 1).toISOString();
}
