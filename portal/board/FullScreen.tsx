import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import { words } from "../words/board.ts";
import { say } from "../words/say.ts";

/** Shows a part of the page on the whole screen, as on a wall; nothing where the browser cannot. */
export function FullScreen(props: { of: RefObject<HTMLElement | null> }) {
  const [isFull, setFull] = useState(document.fullscreenElement !== null);
  useEffect(() => {
    const changed = () => setFull(document.fullscreenElement !== null);
    document.addEventListener("fullscreenchange", changed);
    return () => document.removeEventListener("fullscreenchange", changed);
  }, []);
  if (!document.fullscreenEnabled) return null;
  const turn = () => void (isFull ? document.exitFullscreen() : props.of.current?.requestFullscreen());
  return (
    <button type="button" class="quiet" onClick={turn}>
      {say(isFull ? words.board.endFullScreen : words.board.fullScreen)}
    </button>
  );
}
