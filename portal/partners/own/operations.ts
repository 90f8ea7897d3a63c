/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Which schema somebody sees. */
export type Audience =
  /** Anonymous, residents and companies. */
  | 'PUBLIC'
  /** Systems of other bodies. */
  | 'PARTNER'
  /** Officers and auditors. */
  | 'STAFF'
  /** Those who publish. */
  | 'ADMIN';

export type WhoQueryVariables = Exact<{ [key: string]: never; }>;


export type WhoQuery = { viewer: { audience: Audience | null } };

export type OwnUsageQueryVariables = Exact<{ [key: string]: never; }>;


export type OwnUsageQuery = { partnerUsage: { whose: { title: string | null, quota: { cost: number, seconds: number } | null } | null, days: Array<{ day: string, module: string, submissions: number | null, acts: number | null }> | null, keys: Array<{ id: string, label: string | null, until: string | null, revokedAt: string | null, usedAt: string | null }> | null } | null, serviceModules: { nodes: Array<{ name: string | null, title: string | null }> } | null };

export type ToldFragment = { whose: { title: string | null, quota: { cost: number, seconds: number } | null } | null, days: Array<{ day: string, module: string, submissions: number | null, acts: number | null }> | null, keys: Array<{ id: string, label: string | null, until: string | null, revokedAt: string | null, usedAt: string | null }> | null };

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
export const ToldFragmentDoc = new TypedDocumentString(`
    fragment Told on PartnerUsage {
  whose {
    title
    quota {
      cost
      seconds
    }
  }
  days {
    day
    module
    submissions
    acts
  }
  keys {
    id
    label
    until
    revokedAt
    usedAt
  }
}
    `, {"fragmentName":"Told"}) as unknown as TypedDocumentString<ToldFragment, unknown>;
export const WhoDocument = new TypedDocumentString(`
    query Who {
  viewer {
    audience
  }
}
    `) as unknown as TypedDocumentString<WhoQuery, WhoQueryVariables>;
export const OwnUsageDocument = new TypedDocumentString(`
    query OwnUsage {
  partnerUsage {
    ...Told
  }
  serviceModules(first: 100) {
    nodes {
      name
      title
    }
  }
}
    fragment Told on PartnerUsage {
  whose {
    title
    quota {
      cost
      seconds
    }
  }
  days {
    day
    module
    submissions
    acts
  }
  keys {
    id
    label
    until
    revokedAt
    usedAt
  }
}`) as unknown as TypedDocumentString<OwnUsageQuery, OwnUsageQueryVariables>;