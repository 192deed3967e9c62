/** A part of an operation that is sent only to a Dagster whose schema has all of it. */
export interface Fragment {
  name: string;
  text: string;
  /** `Type.field` of everything that it selects itself. */
  needs: readonly string[];
}

/** A query as a string, with the types of its answer and variables. */
export interface Operation<Answer, Variables> {
  name: string;
  text: string;
  /** `Type.field` of everything that it selects outside its fragments: without them it cannot be sent at all. */
  needs: readonly string[];
  /** All that the text spreads, directly or through another fragment. */
  fragments: readonly Fragment[];
  /** Never set: these carry the types. */
  readonly answerType?: Answer;
  readonly variablesType?: Variables;
}
