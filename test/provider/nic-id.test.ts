import { nicId, parseNicId } from "../../src/provider/nic-id";

const SERVER = "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21";
const PORT = "c5d20f8a-7b3e-4a96-b0f4-2e81d6c9a057";

test("an id that was made is read back", () => {
  expect(parseNicId(nicId(SERVER, PORT))).toEqual({ serverId: SERVER, portId: PORT });
});

test("a region in front is taken off", () => {
  expect(parseNicId(`eu-west-101/${SERVER}/${PORT}`)).toEqual({
    region: "eu-west-101",
    serverId: SERVER,
    portId: PORT,
  });
});

test.each([
  "",
  "/",
  PORT,
  `${SERVER}/`,
  `/${PORT}`,
  `/${SERVER}/${PORT}`,
  `${SERVER}/${PORT}/`,
  `a/b/${SERVER}/${PORT}`,
  `${SERVER}/web`,
  `${SERVER.toUpperCase()}/${PORT}`,
  ` ${SERVER}/${PORT}`,
])("%p is refused with the form that is wanted", (id) => {
  expect(() => parseNicId(id)).toThrow("is not of the form [<region>/]<server_id>/<port_id>");
});
