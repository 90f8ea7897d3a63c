// Apollo Server: `node apollo.mjs ROWS`. Says where it listens.
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { resolversOver, typeDefs } from './schema.mjs';

const server = new ApolloServer({ typeDefs, resolvers: resolversOver(process.argv[2]), introspection: false });
const { url } = await startStandaloneServer(server, { listen: { host: '127.0.0.1', port: 0 } });
console.log(`listening on ${new URL(url).origin}`);
