#!/usr/bin/env bash
# The steps of the pipeline, for GitHub Actions, GitLab CI and a terminal alike.
set -euo pipefail
cd "$(dirname "$0")"

readonly USAGE="usage: ./pipeline.sh STEP...

  install   puts the provider where Terraform finds it; not needed once it is in a registry
  synth     writes the Terraform configuration of the stack to cdktf.out
  plan      plans, and saves the plan
  review    writes review.md, what the plan does to NICs, and reviewed.tgz, unless a gate closes
  comment   puts review.md under the pull or merge request
  apply     applies the plan in reviewed.tgz, exactly
  recover   saves the state in errored.tfstate, which an apply could not save

  PG_CONN_STR    the PostgreSQL that keeps the state: postgres://USER:PASSWORD@HOST/DATABASE
  FAIL_ON        the gates of the review, separated by commas, or none
  LOCK_TIMEOUT   how long to wait for another run that uses the state, such as 10m or 0s"

readonly STACK=nics
readonly DIRECTORY=cdktf.out/stacks/$STACK
readonly TERRAFORM=${TERRAFORM_BINARY_NAME:-terraform}
# What is empty gets its default too: a variable that nobody set in the CI must not open the gates.
readonly GATES=${FAIL_ON:-lost,delete,replace,address,unknown}
readonly PATIENCE=-lock-timeout=${LOCK_TIMEOUT:-10m}
export TF_IN_AUTOMATION=1 TF_INPUT=0 CHECKPOINT_DISABLE=1

install() {
  package huaweiecs install
}

synth() {
  package cdktf synth
}

plan() {
  need_database
  [ ! -e errored.tfstate ] || stop "errored.tfstate is a state that is not saved yet: run ./pipeline.sh recover first"
  rm -f "$DIRECTORY/plan.bin" review.md reviewed.tgz
  sign_in
  tf init
  tf plan "$PATIENCE" -out=plan.bin
}

review() {
  [ -e "$DIRECTORY/plan.bin" ] || stop "there is no plan to review: run ./pipeline.sh plan first"
  rm -f review.md reviewed.tgz
  local options=(--format markdown --output review.md) result=0
  [ "$GATES" = none ] || options+=(--fail-on "$GATES")
  tf show -json plan.bin | package huaweiecs review - "${options[@]}" || result=$?
  [ ! -e review.md ] || tee -a "${GITHUB_STEP_SUMMARY:-/dev/null}" <review.md
  [ "$result" = 0 ] || return "$result"
  # All that it takes to apply it, on another machine perhaps: plan, configuration, and the lock file of the providers.
  tar --create --gzip --file reviewed.tgz --directory "$DIRECTORY" --exclude ./.terraform .
}

comment() {
  if [ ! -e review.md ]; then
    tell "there is no review to post"
  elif [[ ${GITHUB_REF:-} == refs/pull/* ]]; then
    local number=${GITHUB_REF#refs/pull/} body
    body=$(node -p 'JSON.stringify({ body: require("fs").readFileSync("review.md", "utf8") })')
    request "Authorization: Bearer $GITHUB_TOKEN" --output /dev/null --data-binary @<(echo "$body") \
      "$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/issues/${number%%/*}/comments"
  elif [ -n "${CI_MERGE_REQUEST_IID:-}" ]; then
    request "PRIVATE-TOKEN: $GITLAB_TOKEN" --output /dev/null --data-urlencode body@review.md \
      "$CI_API_V4_URL/projects/$CI_PROJECT_ID/merge_requests/$CI_MERGE_REQUEST_IID/notes"
  else
    tell "this is no pull or merge request, so the review is not posted"
  fi
}

apply() {
  need_database
  [ -e reviewed.tgz ] || stop "there is no plan that passed the gates: run ./pipeline.sh plan review first"
  mkdir -p "$DIRECTORY"
  tar --extract --gzip --file reviewed.tgz --directory "$DIRECTORY"
  sign_in
  tf init -lockfile=readonly
  local said result=0
  said=$(mktemp -d)
  apply_to_the_end "$said" || result=$?
  [ "$result" = 0 ] || explain "$said/log"
  rm -r "$said"
  return "$result"
}

# A runner that cancels a job signals this shell alone, perhaps more than once. Terraform hears of it once, and then ends
# what it has begun and saves the state; a second signal would make it drop everything.
apply_to_the_end() {
  local terraform log result=0
  mkfifo "$1/output"
  tee -i "$1/log" <"$1/output" &
  log=$!
  # In a group of its own, or a Ctrl-C at the terminal would reach it beside the one from here.
  set -m
  "$TERRAFORM" -chdir="$DIRECTORY" apply "$PATIENCE" plan.bin >"$1/output" 2>&1 &
  terraform=$!
  set +m
  trap 'trap "" INT TERM; kill -INT "$terraform"' INT TERM
  wait "$terraform" || result=$?
  # A signal ends that waiting, and not Terraform. Its output ends with it.
  wait "$log"
  trap - INT TERM
  return "$result"
}

explain() {
  if [ -e "$DIRECTORY/errored.tfstate" ]; then
    mv "$DIRECTORY/errored.tfstate" errored.tfstate
    tell "the state could not be saved; it is in errored.tfstate: keep that, and run ./pipeline.sh recover before anything else"
  elif grep -q "Saved plan is stale" "$1"; then
    tell "the state has changed since this plan was made, and nothing was applied: plan and review again"
  elif grep -q "Error acquiring the state lock" "$1"; then
    tell "another run uses the state, and nothing was applied: wait for its end, then plan and review again"
  else
    tell "what was done is in the state: plan and review again for the rest"
  fi
}

recover() {
  need_database
  [ -e errored.tfstate ] || stop "there is no errored.tfstate to save"
  tf init
  tf state push "$PATIENCE" "$PWD/errored.tfstate"
  rm errored.tfstate
}

need_database() {
  [ -n "${PG_CONN_STR:-}" ] || stop "PG_CONN_STR is not set. It says where the state is: postgres://USER:PASSWORD@HOST/DATABASE"
  # Terraform prints what it cannot read, and with that the password.
  local user=${PG_CONN_STR#*://} readable="^([A-Za-z0-9._~!\$&'()*+,;=:-]|%[0-9A-Fa-f]{2})*\$"
  if [[ $user == *@* && ! ${user%@*} =~ $readable ]]; then
    stop "PG_CONN_STR is no URL: write other characters than letters and digits in its user and password as %40, for @, and the like"
  fi
}

# A job of GitHub gets its id token for the asking; one of GitLab has it in HW_ASSUME_ROLE_ID_TOKEN.
sign_in() {
  if [ -z "${HW_ASSUME_ROLE_IDP_ID:-}" ] || [ -z "${ACTIONS_ID_TOKEN_REQUEST_URL:-}" ]; then return; fi
  HW_ASSUME_ROLE_ID_TOKEN=$(
    request "Authorization: Bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN" "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=huaweicloud" |
      node -p 'JSON.parse(require("fs").readFileSync(0, "utf8")).value'
  )
  export HW_ASSUME_ROLE_ID_TOKEN
}

# The first argument is a header with a secret, which comes by the standard input: other processes can see arguments.
request() {
  curl --silent --show-error --fail --header @- "${@:2}" <<<"$1"
}

tf() {
  "$TERRAFORM" -chdir="$DIRECTORY" "$@"
}

# A program of the project's own packages, and never one that a registry has in its place.
package() {
  npx --no-install "$@"
}

tell() {
  echo "pipeline: $*" >&2
}

stop() {
  tell "$@"
  exit 1
}

if [ $# = 0 ]; then
  echo "$USAGE" >&2
  exit 1
fi
for step in "$@"; do
  case $step in
    install | synth | plan | review | comment | apply | recover) "$step" ;;
    *) stop "there is no step $step. $USAGE" ;;
  esac
done
