/** Stages for the tests of one file, which are gone after each of them. */
import { Attached, type Surroundings } from "./attached";
import { Stage } from "./stage";

type SetUp = (hcl: string, modules?: Readonly<Record<string, string>>) => Stage;

/** With providers that Terraform installs and starts by itself. */
export function installedStages(): SetUp {
  return clearedStages((hcl, modules) => new Stage(hcl, modules));
}

/** With providers that run for the whole file. */
export function attachedStages(): { readonly stage: SetUp; surroundings(): Surroundings } {
  let attached: Attached;
  beforeAll(async () => {
    attached = await Attached.start();
  });
  afterEach(() => attached.surroundings.clear());
  afterAll(() => attached.stop());
  return {
    stage: clearedStages((hcl, modules) => new Stage(hcl, modules, attached)),
    surroundings: () => attached.surroundings,
  };
}

function clearedStages(create: SetUp): SetUp {
  const stages: Stage[] = [];
  afterEach(() => {
    for (const used of stages.splice(0)) used.remove();
  });
  return (hcl, modules = {}) => {
    const created = create(hcl, modules);
    stages.push(created);
    return created;
  };
}
