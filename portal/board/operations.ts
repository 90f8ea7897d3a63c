/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** How grave a card is. */
export type CardKind =
  /** A limit ends soon (预警). */
  | 'NOTICE'
  /** A limit was not kept (黄牌). */
  | 'YELLOW'
  /** The law's limit was not kept, or the promised one for too long (红牌). */
  | 'RED';

/** How content somebody is, in five levels, best first. */
export type RatingLevel =
  /** Very satisfied (非常满意). */
  | 'VERY_SATISFIED'
  /** Satisfied (满意). */
  | 'SATISFIED'
  /** Basically satisfied (基本满意). */
  | 'BASICALLY_SATISFIED'
  /** Dissatisfied (不满意). A bad rating (差评). */
  | 'DISSATISFIED'
  /** Very dissatisfied (非常不满意). A bad rating (差评). */
  | 'VERY_DISSATISFIED';

/** How far a case is, the same in every module. */
export type Stage =
  /** Handed in, not yet accepted (已提交). */
  | 'SUBMITTED'
  /** Accepted, not yet decided (已受理). */
  | 'ACCEPTED'
  /** Decided, not yet over (已决定). */
  | 'DECIDED'
  /** Over (已办结). */
  | 'CLOSED';

/** How far up the ladder a matter goes. */
export type SupervisionLevel =
  /** To the head of the department that has the case. */
  | 'HEAD'
  /** To who stands above that head (分管领导). */
  | 'SUPERIOR';

export type CountedFragment = { module: string | null, stage: Stage | null, open: number | null, overdue: number | null, total: number | null, department: { name: string | null, title: string | null, district: { code: string | null } | null } | null };

export type FiguresQueryVariables = Exact<{ [key: string]: never; }>;


export type FiguresQuery = { caseCounts: Array<{ module: string | null, stage: Stage | null, open: number | null, overdue: number | null, total: number | null, department: { name: string | null, title: string | null, district: { code: string | null } | null } | null }> | null, supervisionMatters: { totalCount: number | null } | null, ratings: Array<{ levels: Array<{ level: RatingLevel | null, name: string | null, count: number | null }> | null }> | null, cityFigures: { at: string, days: Array<{ day: string, submitted: number, finished: number }>, services: Array<{ module: string, total: number, open: number, overdue: number, finished: number, finishedOnTime: number, yellowCards: number, redCards: number, department: { name: string | null, title: string | null, district: { code: string | null } | null } | null }> } | null };

export type DayFragment = { day: string, submitted: number, finished: number };

export type ServiceFragment = { module: string, total: number, open: number, overdue: number, finished: number, finishedOnTime: number, yellowCards: number, redCards: number, department: { name: string | null, title: string | null, district: { code: string | null } | null } | null };

export type DistrictsQueryVariables = Exact<{ [key: string]: never; }>;


export type DistrictsQuery = { city: { districts: Array<{ code: string | null, name: string | null, boundary: unknown }> | null } | null };

export type RatedFragment = { levels: Array<{ level: RatingLevel | null, name: string | null, count: number | null }> | null };

export type StatisticsSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type StatisticsSubscription = { statisticsChanged: { position: string, caseCounts: Array<{ module: string | null, stage: Stage | null, open: number | null, overdue: number | null, total: number | null, department: { name: string | null, title: string | null, district: { code: string | null } | null } | null }> } | null };

export type ServiceNamesQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type ServiceNamesQuery = { serviceModules: { nodes: Array<{ name: string | null, title: string | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type OverdueCasesQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type OverdueCasesQuery = { cases: { nodes: Array<{ number: string | null, dueAt: string | null, dueDay: string | null, serviceModule: { title: string | null } | null, department: { title: string | null } | null, cards: Array<{ number: number | null, kind: CardKind | null, withdrawnAt: string | null }> | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type OpenMattersQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type OpenMattersQuery = { supervisionMatters: { nodes: Array<{ id: string, caseNumber: string | null, level: SupervisionLevel | null, cardKind: CardKind | null, dueAt: string | null, answeredAt: string | null, department: { title: string | null } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const CountedFragmentDoc = new TypedDocumentString(`
    fragment Counted on CaseCounts {
  module
  stage
  department {
    name
    title
    district {
      code
    }
  }
  open
  overdue
  total
}
    `, {"fragmentName":"Counted"}) as unknown as TypedDocumentString<CountedFragment, unknown>;
export const DayFragmentDoc = new TypedDocumentString(`
    fragment Day on DayFigures {
  day
  submitted
  finished
}
    `, {"fragmentName":"Day"}) as unknown as TypedDocumentString<DayFragment, unknown>;
export const ServiceFragmentDoc = new TypedDocumentString(`
    fragment Service on ServiceFigures {
  module
  department {
    name
    title
    district {
      code
    }
  }
  total
  open
  overdue
  finished
  finishedOnTime
  yellowCards
  redCards
}
    `, {"fragmentName":"Service"}) as unknown as TypedDocumentString<ServiceFragment, unknown>;
export const RatedFragmentDoc = new TypedDocumentString(`
    fragment Rated on RatingCounts {
  levels {
    level
    name
    count
  }
}
    `, {"fragmentName":"Rated"}) as unknown as TypedDocumentString<RatedFragment, unknown>;
export const FiguresDocument = new TypedDocumentString(`
    query Figures {
  caseCounts {
    ...Counted
  }
  supervisionMatters(first: 1, filter: {open: true}) {
    totalCount
  }
  ratings {
    ...Rated
  }
  cityFigures {
    at
    days {
      ...Day
    }
    services {
      ...Service
    }
  }
}
    fragment Counted on CaseCounts {
  module
  stage
  department {
    name
    title
    district {
      code
    }
  }
  open
  overdue
  total
}
fragment Day on DayFigures {
  day
  submitted
  finished
}
fragment Service on ServiceFigures {
  module
  department {
    name
    title
    district {
      code
    }
  }
  total
  open
  overdue
  finished
  finishedOnTime
  yellowCards
  redCards
}
fragment Rated on RatingCounts {
  levels {
    level
    name
    count
  }
}`) as unknown as TypedDocumentString<FiguresQuery, FiguresQueryVariables>;
export const DistrictsDocument = new TypedDocumentString(`
    query Districts {
  city {
    districts {
      code
      name
      boundary
    }
  }
}
    `) as unknown as TypedDocumentString<DistrictsQuery, DistrictsQueryVariables>;
export const StatisticsDocument = new TypedDocumentString(`
    subscription Statistics($after: Position) {
  statisticsChanged(after: $after) {
    position
    caseCounts {
      ...Counted
    }
  }
}
    fragment Counted on CaseCounts {
  module
  stage
  department {
    name
    title
    district {
      code
    }
  }
  open
  overdue
  total
}`) as unknown as TypedDocumentString<StatisticsSubscription, StatisticsSubscriptionVariables>;
export const ServiceNamesDocument = new TypedDocumentString(`
    query ServiceNames($after: String) {
  serviceModules(first: 100, after: $after) {
    nodes {
      name
      title
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<ServiceNamesQuery, ServiceNamesQueryVariables>;
export const OverdueCasesDocument = new TypedDocumentString(`
    query OverdueCases($after: String) {
  cases(first: 100, after: $after, filter: {overdue: true}) {
    nodes {
      number
      dueAt
      dueDay
      serviceModule {
        title
      }
      department {
        title
      }
      cards {
        number
        kind
        withdrawnAt
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<OverdueCasesQuery, OverdueCasesQueryVariables>;
export const OpenMattersDocument = new TypedDocumentString(`
    query OpenMatters($after: String) {
  supervisionMatters(first: 100, after: $after, filter: {open: true}) {
    nodes {
      id
      caseNumber
      level
      cardKind
      dueAt
      answeredAt
      department {
        title
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<OpenMattersQuery, OpenMattersQueryVariables>;