/** The functions, as Terraform calls them: without a configured provider, and with values of any form. */
import fc from "fast-check";
import { provider } from "../../src/provider";
import { createServer, isRecord, record, SILENT, UNKNOWN, type Value } from "../../src/terraform";

const SERVER = "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21";
const PORT = "c5d20f8a-7b3e-4a96-b0f4-2e81d6c9a057";
const FORM =
  "An id has the form [<region>/]<server_id>/<port_id>, where both ids are UUIDs in lower case: for example 4f4b3dfa-eb70-47cf-a60a-998a53bd598a/23037c18-027a-44e5-b6b9-f8d8f113fe02.";

const { functions } = createServer(provider, SILENT);

const call = (name: string, ...given: readonly Value[]) => functions.call(name, given);

const uuids = fc.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
const regions = fc.stringMatching(/^[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,3}$/);

test("an id that was made is read back, whatever the ids", async () => {
  await fc.assert(
    fc.asyncProperty(uuids, uuids, async (serverId, portId) => {
      const { result = null } = await call("nic_id", serverId, portId);
      expect(result).toBe(`${serverId}/${portId}`);
      const parsed = await call("parse_nic_id", result);
      expect(parsed).toEqual({ result: { region: null, server_id: serverId, port_id: portId } });
    }),
  );
});

test("a region in front is read too, whatever it is", async () => {
  await fc.assert(
    fc.asyncProperty(regions, uuids, uuids, async (region, serverId, portId) => {
      const parsed = await call("parse_nic_id", `${region}/${serverId}/${portId}`);
      expect(parsed).toEqual({ result: { region, server_id: serverId, port_id: portId } });
    }),
  );
});

test("whatever else is read is refused, or names the very text that it was read from", async () => {
  const parts = fc.array(fc.oneof(uuids, regions, fc.string()), { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(parts, async (given) => {
      const text = given.join("/");
      const { result, fault } = await call("parse_nic_id", text);
      if (fault !== undefined) return expect(fault.argument).toBe(0);
      const named = result !== undefined && isRecord(result) ? result : record([]);
      const { region = null, server_id: serverId, port_id: portId } = named;
      expect([...(region === null ? [] : [region]), serverId, portId].join("/")).toBe(text);
    }),
  );
});

test.each<[string, string]>([
  ["", "It has 0 slashes, and not one or two."],
  [PORT, "It has 0 slashes, and not one or two."],
  [`a/b/${SERVER}/${PORT}`, "It has 3 slashes, and not one or two."],
  [`/${PORT}`, 'Its server_id "" is no UUID in lower case.'],
  [`web-1/${PORT}`, 'Its server_id "web-1" is no UUID in lower case.'],
  [`${SERVER.toUpperCase()}/${PORT}`, `Its server_id "${SERVER.toUpperCase()}" is no UUID in lower case.`],
  [`${SERVER}/`, 'Its port_id "" is no UUID in lower case.'],
  [`${SERVER}/${PORT} `, `Its port_id "${PORT} " is no UUID in lower case.`],
  [`/${SERVER}/${PORT}`, 'Its region "" is no name of a region.'],
  [`cn north/${SERVER}/${PORT}`, 'Its region "cn north" is no name of a region.'],
])("parse_nic_id refuses %j with what is wrong and the form that is wanted", async (id, problem) => {
  const fault = { argument: 0, text: `"${id}" is not the id of a NIC. ${problem} ${FORM}` };
  expect(await call("parse_nic_id", id)).toEqual({ fault });
});

test.each<[string, number, readonly Value[]]>([
  ["server_id", 0, ["web-1", PORT]],
  ["server_id", 0, [SERVER.toUpperCase(), PORT]],
  ["port_id", 1, [SERVER, ""]],
  ["port_id", 1, [SERVER, `${SERVER}/${PORT}`]],
])("nic_id refuses a bad %s at argument %i", async (name, argument, given) => {
  const text = `Invalid ${name}: It must be a UUID in lower case such as "4f4b3dfa-eb70-47cf-a60a-998a53bd598a". It is ${JSON.stringify(given[argument])}.`;
  expect(await call("nic_id", ...given)).toEqual({ fault: { argument, text } });
});

test("what is not known yet gives what is not known yet", async () => {
  expect(await call("nic_id", SERVER, UNKNOWN)).toEqual({ result: UNKNOWN });
  expect(await call("parse_nic_id", UNKNOWN)).toEqual({ result: UNKNOWN });
});
