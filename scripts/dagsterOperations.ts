// Plugin of codegen.ts: ships the operations as plain strings, because the bundle would otherwise carry the graphql package to
// print documents that never change. Beside each string is what a schema must have for it: older releases of Dagster lack some
// fields. Of the schema's own types it writes only those that the operations use; all of them would be fifty times as much.
import {
  Kind,
  TypeInfo,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  print,
  stripIgnoredCharacters,
  visit,
  visitWithTypeInfo,
  type ASTNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';

/** Called by graphql-codegen under this name. */
export function plugin(
  schema: GraphQLSchema,
  files: Array<{ document?: DocumentNode }>
): { prepend: string[]; content: string } {
  const definitions = files.flatMap(({ document }) => document?.definitions ?? []);
  const operations = definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return {
    prepend: [
      '/* eslint-disable */',
      '// Written by `npm run generate` from the .graphql files of this folder; do not edit.',
      "import type { Fragment, Operation } from './operation';",
      'type Exact<T> = T;',
      'type InputMaybe<T> = T | null;',
      'interface Scalars { String: { input: string }; Int: { input: number } }',
      ...usedTypes(schema, definitions),
    ],
    content: [
      ...fragments.map((node) => fragmentText(schema, node)),
      ...operations.map((node) => operationText(schema, node, fragments)),
    ].join('\n\n'),
  };
}

function fragmentText(schema: GraphQLSchema, node: FragmentDefinitionNode): string {
  return `const ${constantName(node.name.value)}Fragment: Fragment = ${JSON.stringify({
    name: node.name.value,
    text: minified(node),
    needs: neededFields(schema, node),
  })};`;
}

function operationText(
  schema: GraphQLSchema,
  node: OperationDefinitionNode,
  fragments: FragmentDefinitionNode[]
): string {
  const name = node.name?.value;
  if (name === undefined) {
    throw new Error('An operation has no name: give it one, so that the query inspector can show it');
  }
  const fields = [
    `name: ${JSON.stringify(name)}`,
    `text: ${JSON.stringify(minified(node))}`,
    `needs: ${JSON.stringify(neededFields(schema, node))}`,
    `fragments: [${spreadsOf(node, fragments).map((spread) => `${constantName(spread)}Fragment`)}]`,
  ];
  return `export const ${constantName(name)}Operation: Operation<${name}Query, ${name}QueryVariables> = {${fields}};`;
}

/** Names of the fragments that a node spreads, directly or through another one. */
function spreadsOf(node: ASTNode, fragments: FragmentDefinitionNode[]): string[] {
  const names: string[] = [];
  visit(node, {
    FragmentSpread({ name }) {
      const fragment = fragments.find((candidate) => candidate.name.value === name.value);
      names.push(name.value, ...(fragment ? spreadsOf(fragment, fragments) : []));
    },
  });
  return [...new Set(names)];
}

/** `Type.field` of all fields and input fields that a node selects itself; those of its fragments are the fragments' own. */
function neededFields(schema: GraphQLSchema, node: ASTNode): string[] {
  const needed = new Set<string>();
  const typeInfo = new TypeInfo(schema);
  visit(
    node,
    visitWithTypeInfo(typeInfo, {
      Field({ name }) {
        const parent = typeInfo.getParentType();
        if (parent && !name.value.startsWith('__')) {
          needed.add(`${parent.name}.${name.value}`);
        }
      },
      SelectionSet({ selections }) {
        if (selections.every(({ kind }) => kind === Kind.FRAGMENT_SPREAD)) {
          throw new Error('A selection of named fragments only would be empty on an old Dagster: add __typename to it');
        }
      },
    })
  );
  return [...needed].sort();
}

/** The enums that answers hold, and the inputs that variables take, with all that they refer to. */
function usedTypes(schema: GraphQLSchema, definitions: readonly ASTNode[]): string[] {
  const used = new Map<string, string>();
  const use = (type: GraphQLNamedType | undefined) => {
    if (type && !used.has(type.name) && isEnumType(type)) {
      used.set(
        type.name,
        `type ${type.name} = ${type
          .getValues()
          .map(({ name }) => `'${name}'`)
          .join(' | ')};`
      );
    }
    if (type && !used.has(type.name) && isInputObjectType(type)) {
      const fields = Object.values(type.getFields());
      used.set(
        type.name,
        `interface ${type.name} { ${fields.map((field) => inputField(field.name, field.type)).join(' ')} }`
      );
      fields.forEach((field) => use(getNamedType(field.type)));
    }
  };
  const typeInfo = new TypeInfo(schema);
  for (const definition of definitions) {
    visit(
      definition,
      visitWithTypeInfo(typeInfo, {
        Field: () => use(getNamedType(typeInfo.getType() ?? undefined)),
        VariableDefinition: () => use(getNamedType(typeInfo.getInputType() ?? undefined)),
      })
    );
  }
  return [...used.values()];
}

function inputField(name: string, type: GraphQLInputType): string {
  return isNonNullType(type) ? `${name}: ${inputType(type.ofType)};` : `${name}?: ${inputType(type)} | null;`;
}

function inputType(type: GraphQLInputType): string {
  if (isNonNullType(type)) {
    return inputType(type.ofType);
  }
  if (isListType(type)) {
    return `Array<${inputType(type.ofType)}>`;
  }
  const scalars: Record<string, string> = {
    Float: 'number',
    Int: 'number',
    String: 'string',
    ID: 'string',
    Boolean: 'boolean',
  };
  return scalars[type.name] ?? type.name;
}

/** Without the directives that codegen.ts adds for the sake of the types. */
function minified(node: ASTNode): string {
  return stripIgnoredCharacters(print(visit(node, { Directive: () => null })));
}

function constantName(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
