/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type AllPartnersQueryVariables = Exact<{ [key: string]: never; }>;


export type AllPartnersQuery = { partners: Array<{ name: string, title: string | null }> | null };

export type UsageOfQueryVariables = Exact<{
  partner: string;
}>;


export type UsageOfQuery = { partnerUsage: { whose: { title: string | null, quota: { cost: number, seconds: number } | null } | null, days: Array<{ day: string, module: string, submissions: number | null, acts: number | null }> | null, keys: Array<{ id: string, label: string | null, until: string | null, revokedAt: string | null, usedAt: string | null }> | null } | null, serviceModules: { nodes: Array<{ name: string | null, title: string | null }> } | null };

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
export const AllPartnersDocument = new TypedDocumentString(`
    query AllPartners {
  partners {
    name
    title
  }
}
    `) as unknown as TypedDocumentString<AllPartnersQuery, AllPartnersQueryVariables>;
export const UsageOfDocument = new TypedDocumentString(`
    query UsageOf($partner: String!) {
  partnerUsage(partner: $partner) {
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
}`) as unknown as TypedDocumentString<UsageOfQuery, UsageOfQueryVariables>;