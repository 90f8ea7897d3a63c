"""Prints the table of due dates, one line of JSON for each scenario: `domain/golden/due-dates.jsonl`."""

from scenarios import FAMILIES

for family in FAMILIES:
    for number, story in enumerate(family(), 1):
        print(story.line(number))
