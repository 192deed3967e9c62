import type { CodegenConfig } from '@graphql-codegen/cli';
import { Kind, visit, type ConstDirectiveNode, type DocumentNode } from 'graphql';

const FOLDER = 'src/sources/dagster/graphql';

const INCLUDED: ConstDirectiveNode = {
  kind: Kind.DIRECTIVE,
  name: { kind: Kind.NAME, value: 'include' },
  arguments: [
    {
      kind: Kind.ARGUMENT,
      name: { kind: Kind.NAME, value: 'if' },
      value: { kind: Kind.BOOLEAN, value: true },
    },
  ],
};

// Every fragment is optional: an older Dagster is not asked for it, so the types must not promise its fields.
function withOptionalFragments(document: DocumentNode): DocumentNode {
  return visit(document, {
    FragmentDefinition: (fragment) => ({
      ...fragment,
      selectionSet: {
        ...fragment.selectionSet,
        selections: fragment.selectionSet.selections.map((selection) => ({ ...selection, directives: [INCLUDED] })),
      },
    }),
  });
}

const config: CodegenConfig = {
  schema: `${FOLDER}/schema.graphql`,
  documents: [`${FOLDER}/*.graphql`, `!${FOLDER}/schema.graphql`],
  generates: {
    [`${FOLDER}/operations.generated.ts`]: {
      documentTransforms: [
        {
          transform: ({ documents }) =>
            documents.map((file) => ({ ...file, document: file.document && withOptionalFragments(file.document) })),
        },
      ],
      plugins: ['typescript-operations', 'scripts/dagsterOperations.ts'],
      hooks: { afterOneFileWrite: ['prettier --log-level silent --write'] },
      config: {
        enumsAsTypes: true,
        skipTypename: true,
        useTypeImports: true,
        dedupeFragments: true,
        inlineFragmentTypes: 'inline',
        scalars: { ID: 'string' },
      },
    },
  },
};

export default config;
