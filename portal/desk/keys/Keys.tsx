import "./Keys.css";
import { useRef } from "preact/hooks";
import { words } from "../../words/desk.ts";
import { say } from "../../words/say.ts";
import { keysOn, setKeys, useKeys } from "./keys.ts";

const LIST = [
  ["j", words.keys.j],
  ["k", words.keys.k],
  ["Enter", words.keys.enter],
  ["c", words.keys.c],
  ["/", words.keys.slash],
  ["?", words.keys.question],
] as const;

/** The list of keys and the setting that puts them out. */
export function Keys() {
  const dialog = useRef<HTMLDialogElement>(null);
  const show = () => dialog.current?.showModal();
  useKeys({ "?": show });
  return (
    <>
      <button type="button" class="quiet" aria-haspopup="dialog" onClick={show}>
        {say(words.keys.title)}
      </button>
      <dialog ref={dialog} class="Keys" aria-labelledby="keys-title">
        <h2 id="keys-title">{say(words.keys.title)}</h2>
        <label class="Keys-on">
          <input type="checkbox" checked={keysOn.value} onChange={(event) => setKeys(event.currentTarget.checked)} />
          {say(words.keys.on)}
        </label>
        <p>{say(words.keys.note)}</p>
        <table>
          <thead>
            <tr>
              <th scope="col">{say(words.keys.key)}</th>
              <th scope="col">{say(words.keys.does)}</th>
            </tr>
          </thead>
          <tbody>
            {LIST.map(([key, does]) => (
              <tr key={key}>
                <td>
                  <kbd>{key}</kbd>
                </td>
                <td>{say(does)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <button type="button" onClick={() => dialog.current?.close()}>
          {say(words.list.close)}
        </button>
      </dialog>
    </>
  );
}
