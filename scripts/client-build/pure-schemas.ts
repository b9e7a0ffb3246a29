import type { Plugin } from 'vite';

/**
 * Lets the build leave out the schemas of the protocol that a page does not use. It cannot see that making one has no
 * other effect, and would keep every schema of a file, and zod, for one constant beside them.
 */
export const pureSchemas: Plugin = {
  name: 'pure-schemas',
  apply: 'build',
  enforce: 'pre',
  transform: {
    filter: { id: /\/protocol\/[^?]*\.ts$/ },
    handler(code) {
      let marked = '';
      let end = 0;
      for (const statement of this.parse(code, { lang: 'ts' }).body) {
        const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
        if (declared?.type !== 'VariableDeclaration') continue;
        for (const { id, init } of declared.declarations) {
          if (id.type !== 'Identifier' || !init || init.type === 'ArrowFunctionExpression') continue;
          const made = code.slice(init.start, init.end);
          if (!/\(|\.\.\./.test(made)) continue;
          marked += `${code.slice(end, init.start)}/* @__PURE__ */ (() => (${made}))()`;
          end = init.end;
        }
      }
      return { code: marked + code.slice(end), map: null };
    },
  },
};
