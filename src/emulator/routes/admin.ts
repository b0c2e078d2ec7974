import type { FastifyError, FastifyInstance } from "fastify";
import type { Cloud, Nic, Server } from "../cloud-state";
import { type FaultBook, parseFault } from "../faults";
import { InvalidInput, requireBoolean, requireObject } from "../input-checks";
import type { RequestLog } from "../request-log";
import type { NicSeed, ServerSeed } from "../seed";

export interface AdminOptions {
  cloud: Cloud;
  faults: FaultBook;
  log: RequestLog;
}

/**
 * The emulator's own routes, under `/emulator`: look at the cloud, change it behind Terraform's back, make it fail. They
 * ask for no signature and leave no trace in the request log. What they refuse is `{"error": "one sentence"}`.
 */
export function mountAdmin(app: FastifyInstance, { cloud, faults, log }: AdminOptions): void {
  app.get("/servers", () => ({ servers: cloud.servers().map(serverDocument) }));

  app.delete<{ Params: { server: string } }>("/servers/:server", (request, reply) => {
    const { server } = request.params;
    return cloud.removeServer(server)
      ? reply.code(204).send()
      : reply.code(404).send({ error: `There is no server ${server}.` });
  });

  app.put<{ Params: { server: string; port: string } }>("/servers/:server/nics/:port", (request, reply) => {
    const { server, port } = request.params;
    const body = requireObject(request.body, "", ["delete_on_termination"]);
    const deleteOnTermination = requireBoolean(body.delete_on_termination, "delete_on_termination");
    cloud.setNic(server, port, { deleteOnTermination });
    const nic = cloud.nic(server, port);
    return nic ? nicDocument(nic) : reply.code(404).send({ error: `There is no NIC ${port} on server ${server}.` });
  });

  app.delete<{ Params: { server: string; port: string } }>("/servers/:server/nics/:port", (request, reply) => {
    const { server, port } = request.params;
    return cloud.removeNic(server, port)
      ? reply.code(204).send()
      : reply.code(404).send({ error: `There is no NIC ${port} on server ${server}.` });
  });

  app.get("/requests", () => ({ requests: log.entries }));
  app.delete("/requests", (_request, reply) => {
    log.clear();
    return reply.code(204).send();
  });

  app.post("/faults", (request, reply) => {
    const fault = parseFault(request.body);
    faults.add(fault);
    return reply.code(201).send(fault);
  });
  app.delete("/faults", (_request, reply) => {
    faults.clear();
    return reply.code(204).send();
  });

  app.setNotFoundHandler((request, reply) => {
    reply.code(404).send({ error: `There is no ${request.method} ${request.url}.` });
  });
  app.setErrorHandler((error: FastifyError | InvalidInput, _request, reply) => {
    const status = error instanceof InvalidInput ? 400 : (error.statusCode ?? 500);
    reply.code(status).send({ error: error.message });
  });
}

function serverDocument(server: Server): Required<ServerSeed> {
  const { id, name, status, locked } = server;
  return { id, name, status, locked, vpc_id: server.vpcId, nics: server.nics.map(nicDocument) };
}

function nicDocument(nic: Nic): Required<NicSeed> {
  return {
    port_id: nic.portId,
    delete_on_termination: nic.deleteOnTermination,
    primary: nic.primary,
    network_id: nic.networkId,
    mac_address: nic.macAddress,
    fixed_ips: nic.fixedIps.map(({ ipAddress }) => ipAddress),
  };
}
