import { once } from "node:events";
import { connect } from "node:net";
import { emulators, list, listed, prepare, send, update, web, webPrimary } from "./client";

const { start } = emulators();

describe("the latency", () => {
  test("is added to every API answer, refusals included", async () => {
    const emulator = await start({ latency: 200 });
    const time = async (work: () => Promise<unknown>) => {
      const started = performance.now();
      await work();
      return performance.now() - started;
    };
    expect(await time(() => list(emulator, web))).toBeGreaterThanOrEqual(195);
    expect(await time(() => send(emulator, prepare("GET", "/v3/projects")))).toBeGreaterThanOrEqual(195);
  });

  test("is added to no other answer", async () => {
    const emulator = await start({ latency: 60_000 });
    const answer = list(emulator, web).catch((error) => error);
    expect((await fetch(`${emulator.url}/healthz`)).status).toBe(200);
    await emulator.stop();
    await answer;
  });

  test("does not hold up a stop", async () => {
    const emulator = await start({ latency: 60_000 });
    const answer = list(emulator, web).catch((error) => error);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await emulator.stop();
    await answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(emulator.requests).toHaveLength(1);
    await expect(list(emulator, web)).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });
});

test("a request that never ends does not hold up a stop", async () => {
  const emulator = await start();
  const socket = connect(emulator.port, "127.0.0.1");
  socket.on("error", () => undefined);
  socket.write("PUT /v3/projects HTTP/1.1\r\nHost: emulator\r\nContent-Length: 10\r\n\r\nhalf");
  await new Promise((resolve) => setTimeout(resolve, 50));
  await emulator.stop();
  await once(socket, "close");
});

describe("the read delay", () => {
  test("hides each change from lists until its own time has come", async () => {
    let time = Date.now();
    const emulator = await start({ readDelay: 1000, clock: () => new Date(time) });
    await update(emulator, web, webPrimary, false);
    expect(emulator.nic(web, webPrimary)?.deleteOnTermination).toBe(false);
    expect(await listed(emulator, web, webPrimary)).toBe(true);
    time += 500;
    await update(emulator, web, webPrimary, true);
    time += 499;
    expect(await listed(emulator, web, webPrimary)).toBe(true);
    time += 1;
    expect(await listed(emulator, web, webPrimary)).toBe(false);
    time += 500;
    expect(await listed(emulator, web, webPrimary)).toBe(true);
  });

  test("does not hide a change made behind the API's back", async () => {
    let time = Date.now();
    const emulator = await start({ readDelay: 1000, clock: () => new Date(time) });
    await update(emulator, web, webPrimary, false);
    emulator.setNic(web, webPrimary, { deleteOnTermination: false });
    expect(await listed(emulator, web, webPrimary)).toBe(false);
    emulator.setNic(web, webPrimary, { deleteOnTermination: true });
    time += 1000;
    expect(await listed(emulator, web, webPrimary)).toBe(true);
  });

  test("is none unless asked for", async () => {
    const emulator = await start();
    await update(emulator, web, webPrimary, false);
    expect(await listed(emulator, web, webPrimary)).toBe(false);
  });
});
