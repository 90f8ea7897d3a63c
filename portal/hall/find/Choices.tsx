/** One of several ways to narrow what is shown; the chosen one is pressed, and pressed again it is given up. */
export function Choices(props: {
  title: string;
  all: ReadonlyArray<readonly [name: string, title: string]>;
  chosen: string;
  choose: (name: string) => void;
}) {
  return (
    <>
      <h2>{props.title}</h2>
      <ul class="Find-choices">
        {props.all.map(([name, title]) => (
          <li key={name}>
            <button
              type="button"
              class="quiet"
              aria-pressed={name === props.chosen}
              onClick={() => props.choose(name === props.chosen ? "" : name)}
            >
              {title}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
