/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** How far a matter goes online (网办深度). */
export type OnlineDepth =
  /** 网上咨询 */
  | 'INFORMATION'
  /** 网上收件 */
  | 'INTAKE'
  /** 网上预审 */
  | 'PRE_CHECK'
  /** 网上受理 */
  | 'ACCEPTANCE'
  /** 全程网办 */
  | 'HANDLING'
  /** 结果网上反馈 */
  | 'RESULT'
  /** 电子证照反馈 */
  | 'CERTIFICATE';

/** A heading under which people look for services (主题分类). */
export type ServiceTheme =
  /** 生育收养 */
  | 'BIRTH_AND_ADOPTION'
  /** 户籍办理 */
  | 'HOUSEHOLD'
  /** 教育科研 */
  | 'EDUCATION'
  /** 就业创业 */
  | 'EMPLOYMENT'
  /** 设立变更 */
  | 'BUSINESS_REGISTRATION'
  /** 准营准办 */
  | 'BUSINESS_PERMIT'
  /** 职业资格 */
  | 'QUALIFICATION'
  /** 婚姻登记 */
  | 'MARRIAGE'
  /** 优待抚恤 */
  | 'WELFARE'
  /** 社会保障 */
  | 'SOCIAL_SECURITY'
  /** 住房保障 */
  | 'HOUSING'
  /** 证件办理 */
  | 'CERTIFICATES'
  /** 交通出行 */
  | 'TRANSPORT'
  /** 出境入境 */
  | 'EXIT_AND_ENTRY'
  /** 消费维权 */
  | 'CONSUMER_RIGHTS'
  /** 公共安全 */
  | 'PUBLIC_SAFETY'
  /** 司法公证 */
  | 'JUSTICE'
  /** 环保绿化 */
  | 'ENVIRONMENT'
  /** 城市管理 */
  | 'CITY_MANAGEMENT'
  /** 文化体育 */
  | 'CULTURE_AND_SPORT'
  /** 公用事业 */
  | 'UTILITIES'
  /** 医疗卫生 */
  | 'HEALTH'
  /** 离职退休 */
  | 'RETIREMENT'
  /** 死亡殡葬 */
  | 'FUNERAL'
  /** 政民互动 */
  | 'PARTICIPATION';

/** What kind of administrative matter a module is (行政权力类型). */
export type ServiceType =
  /** 行政许可 */
  | 'ADMINISTRATIVE_LICENCE'
  /** 行政确认 */
  | 'ADMINISTRATIVE_CONFIRMATION'
  /** 行政给付 */
  | 'ADMINISTRATIVE_PAYMENT'
  /** 行政奖励 */
  | 'ADMINISTRATIVE_REWARD'
  /** 行政裁决 */
  | 'ADMINISTRATIVE_RULING'
  /** 备案 */
  | 'FILING'
  /** 其他行政权力 */
  | 'OTHER_POWER'
  /** 公共服务 */
  | 'PUBLIC_SERVICE'
  /** 工单: a report that a department works off. */
  | 'WORK_ORDER'
  /** 信件: a letter that wants an answer. */
  | 'LETTER';

export type ServicesQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type ServicesQuery = { city: { title: string | null } | null, serviceModules: { nodes: Array<{ name: string | null, title: string | null, type: ServiceType | null, department: { title: string | null } | null, guide: { summary: string | null, themes: Array<ServiceTheme> | null, online: OnlineDepth | null } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

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

export const ServicesDocument = new TypedDocumentString(`
    query Services($after: String) {
  city {
    title
  }
  serviceModules(first: 100, after: $after) {
    nodes {
      name
      title
      type
      department {
        title
      }
      guide {
        summary
        themes
        online
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<ServicesQuery, ServicesQueryVariables>;