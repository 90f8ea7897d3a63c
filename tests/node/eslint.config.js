// The schema rules of graphql-eslint. What is off or changed, and why, is in
// docs/decisions/0029-graphql-conformance.md.
import plugin from "@graphql-eslint/eslint-plugin";

const recommended = plugin.configs["flat/schema-recommended"].rules;
const relay = plugin.configs["flat/schema-relay"].rules;

export default function config(schema) {
  return [
    {
      files: ["**/*.graphql"],
      plugins: { "@graphql-eslint": plugin },
      languageOptions: { parser: plugin.parser, parserOptions: { graphQLConfig: { schema } } },
      rules: {
        ...recommended,
        ...relay,
        "@graphql-eslint/strict-id-in-types": "off",
        "@graphql-eslint/relay-arguments": ["error", { includeBoth: false }],
        "@graphql-eslint/relay-edge-types": ["error", { listTypeCanWrapOnlyEdgeType: false, shouldImplementNode: false }],
        "@graphql-eslint/input-name": ["error", { checkInputType: true, caseSensitiveInputType: false }],
        "@graphql-eslint/no-scalar-result-type-on-mutation": "error",
        "@graphql-eslint/require-nullable-fields-with-oneof": "error",
        "@graphql-eslint/require-nullable-result-in-root": "error",
      },
    },
  ];
}
