// GraphQL Yoga: `node yoga.mjs ROWS`. Says where it listens.
import { createServer } from 'node:http';
import { createSchema, createYoga } from 'graphql-yoga';
import { resolversOver, typeDefs } from './schema.mjs';

const schema = createSchema({ typeDefs, resolvers: resolversOver(process.argv[2]) });
const server = createServer(createYoga({ schema, logging: false, graphiql: false, landingPage: false }));
server.listen(0, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`));
