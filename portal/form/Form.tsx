import "./Form.css";
import { Component } from "preact";
import { useRef } from "preact/hooks";
import { Later } from "../parts/Later.tsx";
import { Agreement } from "./field/Agreement.tsx";
import { Choice } from "./field/Choice.tsx";
import { DateField } from "./field/DateField.tsx";
import type { FieldProps } from "./field/field.ts";
import { Group } from "./field/Group.tsx";
import { List } from "./field/List.tsx";
import { LongText } from "./field/LongText.tsx";
import { Several } from "./field/Several.tsx";
import { Text } from "./field/Text.tsx";
import { Whole } from "./field/Whole.tsx";
import { YesNo } from "./field/YesNo.tsx";
import { isJson, type Json, member } from "./json.ts";
import { itemQuestion, type Question, questions } from "./questions.ts";

/** Most forms ask for no place, and its map comes only with those that do. */
const loadPlace = () => import("./field/Place.tsx");

/** Questions with their answers. What follows from an answer stands below it and is set off by a line. */
export function Form(props: {
  questions: readonly Question[];
  answers: Json;
  /** JSON Pointer of the group that these are the questions of; empty for the form itself. */
  at: string;
  /** What is wrong, by the pointers of the answers, in the page's language. */
  wrong: ReadonlyMap<string, string>;
  change: (name: string, value: unknown) => void;
}) {
  const shown = new Set(props.questions.map(({ name }) => name));
  // A field that is not drawn anew changes the answers as they are now, not as they were when it was drawn.
  const latest = useRef(props.change);
  latest.current = props.change;
  return (
    <>
      {props.questions.map((question) => (
        <div
          key={question.name}
          class={question.follows && shown.has(question.follows) ? "Form-follows" : "Form-asked"}
        >
          <SteadyField
            question={question}
            kind={question.kind}
            at={member(props.at, question.name)}
            value={props.answers[question.name]}
            wrong={props.wrong}
            change={(value) => latest.current(question.name, value)}
          />
        </div>
      ))}
    </>
  );
}

/** A field that is drawn anew only when something of it is new: a page may have a hundred and fifty. */
class SteadyField extends Component<FieldProps> {
  override shouldComponentUpdate(next: Readonly<FieldProps>): boolean {
    const { question, at, value, wrong } = this.props;
    return next.question !== question || next.at !== at || next.value !== value || next.wrong !== wrong;
  }

  override render() {
    return <Field {...this.props} />;
  }
}

function Field(props: FieldProps) {
  const { kind } = props;
  switch (kind.kind) {
    case "text":
      return <Text {...props} kind={kind} />;
    case "longText":
      return <LongText {...props} kind={kind} />;
    case "choice":
      return <Choice {...props} kind={kind} />;
    case "several":
      return <Several {...props} kind={kind} />;
    case "yesNo":
      return <YesNo {...props} kind={kind} />;
    case "agreement":
      return <Agreement {...props} kind={kind} />;
    case "whole":
      return <Whole {...props} kind={kind} />;
    case "date":
      return <DateField {...props} kind={kind} />;
    case "group":
      return kind.isPlace ? (
        <Later load={loadPlace}>{({ Place }) => <Place {...props} kind={kind} />}</Later>
      ) : (
        <Group {...props} kind={kind}>
          {(answers, change) => (
            <Form
              questions={questions(kind.schemas, answers)}
              answers={answers}
              at={props.at}
              wrong={props.wrong}
              change={change}
            />
          )}
        </Group>
      );
    case "list":
      return (
        <List {...props} kind={kind}>
          {(at, place, value, change) => (
            <Item {...props} kind={kind} at={at} place={place} value={value} change={change} />
          )}
        </List>
      );
  }
}

/** One item of a list: the questions of a group without a further heading, or the field itself. */
function Item(props: FieldProps<"list"> & { place: number }) {
  const { kind, at, wrong, change } = props;
  const { item } = kind;
  if (item.kind !== "group") {
    const question = itemQuestion(kind, props.place);
    return <Field question={question} kind={item} at={at} value={props.value} wrong={wrong} change={change} />;
  }
  const answers = isJson(props.value) ? props.value : {};
  return (
    <Form
      questions={questions(item.schemas, answers)}
      answers={answers}
      at={at}
      wrong={wrong}
      change={(name, value) => change({ ...answers, [name]: value })}
    />
  );
}
