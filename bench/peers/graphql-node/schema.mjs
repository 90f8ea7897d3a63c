// The cases of the benchmark in memory, behind the same questions as the city answers. No token, no wall, no mask:
// whoever asks is told everything.
import { readFileSync } from 'node:fs';

export const typeDefs = /* GraphQL */ `
  scalar DateTime
  scalar JSON
  enum Stage { SUBMITTED ACCEPTED DECIDED CLOSED }
  type Query {
    cases(first: Int = 20, after: String): CaseConnection
    case(number: String!): Case
  }
  type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
  type CaseConnection { edges: [CaseEdge!]! nodes: [Case!]! pageInfo: PageInfo! totalCount: Int }
  type CaseEdge { cursor: String! node: Case! }
  type Case {
    id: ID!
    number: String
    state: String
    stage: Stage
    submittedAt: DateTime
    dueAt: DateTime
    answersJson: JSON
    timeline(first: Int = 20, after: String): TimelineConnection
  }
  type TimelineConnection { edges: [TimelineEdge!]! nodes: [TimelineEntry!]! pageInfo: PageInfo! totalCount: Int }
  type TimelineEdge { cursor: String! node: TimelineEntry! }
  type TimelineEntry { type: String state: String effectiveAt: DateTime recordedAt: DateTime }
`;

const FIRST_MAX = 100;

// A page of a list that is all in memory; a cursor is the place of an item.
const page = (all, { first, after }) => {
  const from = after == null ? 0 : Number(after) + 1;
  return { all, from, to: Math.min(from + Math.min(first, FIRST_MAX), all.length) };
};

const connection = {
  edges: ({ all, from, to }) => all.slice(from, to).map((node, index) => ({ node, cursor: String(from + index) })),
  nodes: ({ all, from, to }) => all.slice(from, to),
  pageInfo: ({ all, from, to }) => ({
    hasNextPage: to < all.length,
    hasPreviousPage: from > 0,
    startCursor: String(from),
    endCursor: String(to - 1),
  }),
  totalCount: ({ all }) => all.length,
};

// One case a line, newest first.
export const resolversOver = (file) => {
  const cases = readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
  const byNumber = new Map(cases.map((one) => [one.number, one]));
  return {
    Query: {
      cases: (_, asked) => page(cases, asked),
      case: (_, { number }) => byNumber.get(number),
    },
    Case: { timeline: (one, asked) => page(one.timeline, asked) },
    CaseConnection: connection,
    TimelineConnection: connection,
  };
};
