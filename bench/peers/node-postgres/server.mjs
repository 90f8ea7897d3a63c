// Submissions over PostgreSQL: `node server.mjs DATABASE_URL`. Says where it listens.
//
// What the city does for a submission, as a service without a framework would: the answers are validated by a schema,
// a key that was used before gives the answer of then, the event is durable before the answer, and the row that
// lists read is written with it, all by one statement. It checks no token and seals nothing, which the city does.
import { createHash, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { Ajv2020 } from 'ajv/dist/2020.js';
import pg from 'pg';

const asked = new Ajv2020({ allErrors: true }).compile({
  type: 'object',
  required: ['topic', 'wish'],
  additionalProperties: false,
  properties: {
    topic: { type: 'string', enum: ['light', 'water'] },
    wish: { type: 'string', minLength: 2, maxLength: 200 },
    urgent: { type: 'boolean' },
  },
});

const pool = new pg.Pool({ connectionString: process.argv[2], max: 10 });

const SUBMIT = {
  name: 'submit',
  text: `
    WITH event AS (
      INSERT INTO events (stream, revision, id, type, recorded_at, effective_at, principal, idempotency_key, digest,
                          metadata, payload)
      VALUES ($1, 0, $2, 'CaseSubmitted', $3, $3, $4, $5, $6, $7, $8)
      ON CONFLICT (principal, idempotency_key) DO NOTHING
      RETURNING position
    ), shown AS (
      INSERT INTO cases (number, module, department, state, applicant, submitted, body)
      SELECT $9, $10, 'works', 'intake', $4, position, $11 FROM event
    )
    SELECT position FROM event`,
};

const KNOWN = {
  name: 'known',
  text: 'SELECT stream, position, digest FROM events WHERE principal = $1 AND idempotency_key = $2',
};

const submit = async ({ module, answers, idempotencyKey = null }, principal) => {
  if (!asked(answers)) {
    return { userErrors: asked.errors.map(({ instancePath, message }) => ({ field: instancePath, message })) };
  }
  const number = `MU-2026-${randomUUID().slice(0, 18).toUpperCase()}`;
  const at = new Date();
  const digest = createHash('sha256').update(JSON.stringify([module, answers])).digest();
  const metadata = Buffer.from(JSON.stringify({ principal, module, moduleRevision: 1, channel: 'ONLINE' }));
  const payload = Buffer.from(JSON.stringify({ number, answers, state: 'intake', department: 'works' }));
  const body = JSON.stringify({ number, module, answers, state: 'intake', submittedAt: at });
  const values = [
    `case-${number}`, randomUUID(), at, principal, idempotencyKey, digest, metadata, payload, number, module, body,
  ];
  const stored = await pool.query({ ...SUBMIT, values });
  if (stored.rows.length > 0) {
    return { case: { number }, userErrors: [], position: stored.rows[0].position };
  }
  const { rows } = await pool.query({ ...KNOWN, values: [principal, idempotencyKey] });
  if (!rows[0].digest.equals(digest)) {
    return { userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED' }] };
  }
  return { case: { number: rows[0].stream.slice(5) }, userErrors: [], position: rows[0].position };
};

const read = async (request) => {
  const parts = [];
  for await (const part of request) {
    parts.push(part);
  }
  return JSON.parse(Buffer.concat(parts));
};

const server = createServer(async (request, response) => {
  try {
    const input = await read(request);
    const answer = JSON.stringify(await submit(input, request.headers['x-principal'] ?? 'anonymous'));
    response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
  } catch (error) {
    console.error(error);
    response.writeHead(500).end();
  }
});
server.listen(0, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`));
