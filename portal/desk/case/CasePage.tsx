export function CasePage(props: { number: string }) {
  return <h1>{props.number}</h1>;
}
