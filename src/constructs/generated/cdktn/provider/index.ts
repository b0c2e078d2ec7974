// https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs
// generated from terraform resource schema

import { Construct } from 'constructs';
import * as cdktn from 'cdktn';

// Configuration

export interface HuaweiecsProviderConfig {
  /**
  * The access key id (AK). Environment: `HW_ACCESS_KEY`, then `HUAWEICLOUD_SDK_AK`, then `OS_ACCESS_KEY`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs#access_key HuaweiecsProvider#access_key}
  */
  readonly accessKey?: string;
  /**
  * The IAM endpoint. Defaults to `https://iam.<region>.<cloud>/v3`. Environment: `HW_AUTH_URL`, then `HUAWEICLOUD_SDK_IAM_ENDPOINT`, then `OS_AUTH_URL`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs#auth_url HuaweiecsProvider#auth_url}
  */
  readonly authUrl?: string;
  /**
  * The certificate authority to trust in place of the usual ones: a PEM file's path, or its content. Environment: `OS_CACERT`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs#cacert_file HuaweiecsProvider#cacert_file}
  */
  readonly cacertFile?: string;
  /**
  * The client certificate to present, with `key`: a PEM file's path, or its content. Environment: `OS_CERT`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs#cert HuaweiecsProvider#cert}
  */
  readonly cert?: string;
  /**
  * The domain of the cloud. Defaults to `myhuaweicloud.com`, and to `myhuaweicloud.eu` for regions that begin with `eu-west-1`. Environment: `HW_CLOUD`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs#cloud HuaweiecsProvider#cloud}
  */
  readonly cloud?: string;
  /**
  * The id of the account that the user or agency belongs to. Environment: `HW_DOMAIN_ID`, then `HUAWEICLOUD_SDK_DOMAIN_ID`, then `OS_DOMAIN_ID`, then `OS_USER_DOMAIN_ID`, then `OS_PROJECT_DOMAIN_ID`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs#domain_id HuaweiecsProvider#domain_id}
  */
  readonly domainId?: string;
  /**
  * The account's name, in place of its id. Environment: `HW_DOMAIN_NAME`, then `OS_DOMAIN_NAME`, then `OS_USER_DOMAIN_NAME`, then `OS_PROJECT_DOMAIN_NAME`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs#domain_name HuaweiecsProvider#domain_name}
  */
  readonly domainName?: string;
  /**
  * Base URLs of services (`ecs`, `vpc`, `iam`, `sts`) in place of the usual ones. Without a scheme, `https://` is meant; `http://` is allowed.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs#endpoints HuaweiecsProvider#endpoints}
  */
  readonly endpoints?: { [key: string]: string };
  /**
  * The enterprise project that searches are limited to when they name none. Environment: `HW_ENTERPRISE_PROJECT_ID`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs#enterprise_project_id HuaweiecsProvider#enterprise_project_id}
  */
  readonly enterpriseProjectId?: string;
  /**
  * Whether to accept any TLS certificate. Defaults to `false`. Environment: `HW_INSECURE`, then `OS_INSECURE`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs#insecure HuaweiecsProvider#insecure}
  */
  readonly insecure?: boolean | cdktn.IResolvable;
  /**
  * The key of `cert`: a PEM file's path, or its content. Environment: `OS_KEY`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs#key HuaweiecsProvider#key}
  */
  readonly key?: string;
  /**
  * How many requests may be under way at once. Defaults to `10`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs#max_concurrent_requests HuaweiecsProvider#max_concurrent_requests}
  */
  readonly maxConcurrentRequests?: number;
  /**
  * How often a request that failed for a passing reason is sent again. Defaults to `5`. Environment: `HW_MAX_RETRIES`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs#max_retries HuaweiecsProvider#max_retries}
  */
  readonly maxRetries?: number;
  /**
  * The user's password, which IAM exchanges for a token. Environment: `HW_USER_PASSWORD`, then `OS_PASSWORD`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs#password HuaweiecsProvider#password}
  */
  readonly password?: string;
  /**
  * The profile in it. Defaults to its current one. Environment: `HW_PROFILE`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs#profile HuaweiecsProvider#profile}
  */
  readonly profile?: string;
  /**
  * The project of the region. Looked up by name at the first request when absent. Environment: `HW_PROJECT_ID`, then `HUAWEICLOUD_SDK_PROJECT_ID`, then `OS_PROJECT_ID`, then `OS_TENANT_ID`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs#project_id HuaweiecsProvider#project_id}
  */
  readonly projectId?: string;
  /**
  * The name of the project to look up. Defaults to the region's name. Environment: `HW_PROJECT_NAME`, then `OS_PROJECT_NAME`, then `OS_TENANT_NAME`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs#project_name HuaweiecsProvider#project_name}
  */
  readonly projectName?: string;
  /**
  * The region of resources that name none. Environment: `HW_REGION_NAME`, then `OS_REGION_NAME`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs#region HuaweiecsProvider#region}
  */
  readonly region?: string;
  /**
  * How long one attempt of a request may take, such as `30s`, which is the default.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs#request_timeout HuaweiecsProvider#request_timeout}
  */
  readonly requestTimeout?: string;
  /**
  * How many requests may be sent in a second, evenly spread. No limit when absent.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs#requests_per_second HuaweiecsProvider#requests_per_second}
  */
  readonly requestsPerSecond?: number;
  /**
  * The secret access key (SK). Environment: `HW_SECRET_KEY`, then `HUAWEICLOUD_SDK_SK`, then `OS_SECRET_KEY`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs#secret_key HuaweiecsProvider#secret_key}
  */
  readonly secretKey?: string;
  /**
  * The security token of temporary keys. Environment: `HW_SECURITY_TOKEN`, then `HUAWEICLOUD_SDK_SECURITY_TOKEN`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs#security_token HuaweiecsProvider#security_token}
  */
  readonly securityToken?: string;
  /**
  * The configuration file of KooCLI (`hcloud`). Used when no keys, token or password are given. Defaults to `~/.hcloud/config.json`, if it exists. Environment: `HW_SHARED_CONFIG_FILE`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs#shared_config_file HuaweiecsProvider#shared_config_file}
  */
  readonly sharedConfigFile?: string;
  /**
  * An IAM token of the region's project, in place of keys. Beats keys and password. Environment: `HW_AUTH_TOKEN`, then `OS_AUTH_TOKEN`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs#token HuaweiecsProvider#token}
  */
  readonly token?: string;
  /**
  * The same user by id. No account need be given then. Environment: `HW_USER_ID`, then `OS_USER_ID`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs#user_id HuaweiecsProvider#user_id}
  */
  readonly userId?: string;
  /**
  * The IAM user that the password belongs to. Environment: `HW_USER_NAME`, then `OS_USERNAME`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs#user_name HuaweiecsProvider#user_name}
  */
  readonly userName?: string;
  /**
  * Whether plans warn of a NIC that will from now on be deleted with its server. Defaults to `true`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs#warn_on_delete HuaweiecsProvider#warn_on_delete}
  */
  readonly warnOnDelete?: boolean | cdktn.IResolvable;
  /**
  * Alias name
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs#alias HuaweiecsProvider#alias}
  */
  readonly alias?: string;
  /**
  * assume_role block
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs#assume_role HuaweiecsProvider#assume_role}
  */
  readonly assumeRole?: HuaweiecsProviderAssumeRole[] | cdktn.IResolvable;
  /**
  * assume_role_with_oidc block
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs#assume_role_with_oidc HuaweiecsProvider#assume_role_with_oidc}
  */
  readonly assumeRoleWithOidc?: HuaweiecsProviderAssumeRoleWithOidc;
}
export interface HuaweiecsProviderAssumeRole {
  /**
  * The agency.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs#agency_name HuaweiecsProvider#agency_name}
  */
  readonly agencyName: string;
  /**
  * The id of that account. With it the agency is assumed through STS, without it through IAM. Environment: `HW_ASSUME_ROLE_DOMAIN_ID`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs#domain_id HuaweiecsProvider#domain_id}
  */
  readonly domainId?: string;
  /**
  * The name of the account that has the agency. Defaults to the provider's. Environment: `HW_ASSUME_ROLE_DOMAIN_NAME`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs#domain_name HuaweiecsProvider#domain_name}
  */
  readonly domainName?: string;
  /**
  * For how many seconds its keys are asked. Defaults to `3600`; they are renewed in time. Environment: `HW_ASSUME_ROLE_DURATION`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs#duration HuaweiecsProvider#duration}
  */
  readonly duration?: number;
}

export function huaweiecsProviderAssumeRoleToTerraform(struct?: HuaweiecsProviderAssumeRole | cdktn.IResolvable): any {
  if (!cdktn.canInspect(struct) || cdktn.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktn.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdktn.io/docs/concepts/resources#references");
  }
  return {
    agency_name: cdktn.stringToTerraform(struct!.agencyName),
    domain_id: cdktn.stringToTerraform(struct!.domainId),
    domain_name: cdktn.stringToTerraform(struct!.domainName),
    duration: cdktn.numberToTerraform(struct!.duration),
  }
}


export function huaweiecsProviderAssumeRoleToHclTerraform(struct?: HuaweiecsProviderAssumeRole | cdktn.IResolvable): any {
  if (!cdktn.canInspect(struct) || cdktn.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktn.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdktn.io/docs/concepts/resources#references");
  }
  const attrs = {
    agency_name: {
      value: cdktn.stringToHclTerraform(struct!.agencyName),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    domain_id: {
      value: cdktn.stringToHclTerraform(struct!.domainId),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    domain_name: {
      value: cdktn.stringToHclTerraform(struct!.domainName),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    duration: {
      value: cdktn.numberToHclTerraform(struct!.duration),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export interface HuaweiecsProviderAssumeRoleWithOidc {
  /**
  * The agency.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs#agency_name HuaweiecsProvider#agency_name}
  */
  readonly agencyName: string;
  /**
  * The id of the account that has the agency.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs#domain_id HuaweiecsProvider#domain_id}
  */
  readonly domainId: string;
  /**
  * For how many seconds its keys are asked. Defaults to `3600`; they are renewed in time. Environment: `HW_ASSUME_ROLE_DURATION`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs#duration HuaweiecsProvider#duration}
  */
  readonly duration?: number;
  /**
  * The id token that the identity provider issued. Environment: `HW_ASSUME_ROLE_ID_TOKEN`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs#id_token HuaweiecsProvider#id_token}
  */
  readonly idToken?: string;
  /**
  * The file that holds the id token, in place of `id_token`. Read at each sign-in. Environment: `HW_ASSUME_ROLE_ID_TOKEN_FILE`, then `HUAWEICLOUD_SDK_ID_TOKEN_FILE`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs#id_token_file HuaweiecsProvider#id_token_file}
  */
  readonly idTokenFile?: string;
  /**
  * The identity provider, as IAM names it.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs#idp_id HuaweiecsProvider#idp_id}
  */
  readonly idpId: string;
}

export function huaweiecsProviderAssumeRoleWithOidcToTerraform(struct?: HuaweiecsProviderAssumeRoleWithOidc | cdktn.IResolvable): any {
  if (!cdktn.canInspect(struct) || cdktn.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktn.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdktn.io/docs/concepts/resources#references");
  }
  return {
    agency_name: cdktn.stringToTerraform(struct!.agencyName),
    domain_id: cdktn.stringToTerraform(struct!.domainId),
    duration: cdktn.numberToTerraform(struct!.duration),
    id_token: cdktn.stringToTerraform(struct!.idToken),
    id_token_file: cdktn.stringToTerraform(struct!.idTokenFile),
    idp_id: cdktn.stringToTerraform(struct!.idpId),
  }
}


export function huaweiecsProviderAssumeRoleWithOidcToHclTerraform(struct?: HuaweiecsProviderAssumeRoleWithOidc | cdktn.IResolvable): any {
  if (!cdktn.canInspect(struct) || cdktn.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktn.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdktn.io/docs/concepts/resources#references");
  }
  const attrs = {
    agency_name: {
      value: cdktn.stringToHclTerraform(struct!.agencyName),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    domain_id: {
      value: cdktn.stringToHclTerraform(struct!.domainId),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    duration: {
      value: cdktn.numberToHclTerraform(struct!.duration),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    id_token: {
      value: cdktn.stringToHclTerraform(struct!.idToken),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    id_token_file: {
      value: cdktn.stringToHclTerraform(struct!.idTokenFile),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    idp_id: {
      value: cdktn.stringToHclTerraform(struct!.idpId),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}


import { HuaweiecsProviderFunctions } from '../provider-functions/index';
/**
* Represents a {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs huaweiecs}
*/
export class HuaweiecsProvider extends cdktn.TerraformProvider {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "huaweiecs";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTN code for importing a HuaweiecsProvider resource upon running "cdktn plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the HuaweiecsProvider to import
  * @param importFromId The id of the existing HuaweiecsProvider that should be imported. Refer to the {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs#import import section} in the documentation of this resource for the id to use
  * @param provider? Optional instance of the provider where the HuaweiecsProvider to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktn.TerraformProvider) {
        return new cdktn.ImportableResource(scope, importToId, { terraformResourceType: "huaweiecs", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new {@link https://registry.terraform.io/providers/huaweiecs/huaweiecs/latest/docs huaweiecs} Resource
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options HuaweiecsProviderConfig = {}
  */
  public constructor(scope: Construct, id: string, config: HuaweiecsProviderConfig = {}) {
    super(scope, id, {
      terraformResourceType: 'huaweiecs',
      terraformGeneratorMetadata: {
        providerName: 'huaweiecs',
        providerVersionConstraint: '~> 0.1'
      },
      terraformProviderSource: 'huaweiecs/huaweiecs'
    });
    this._accessKey = config.accessKey;
    this._authUrl = config.authUrl;
    this._cacertFile = config.cacertFile;
    this._cert = config.cert;
    this._cloud = config.cloud;
    this._domainId = config.domainId;
    this._domainName = config.domainName;
    this._endpoints = config.endpoints;
    this._enterpriseProjectId = config.enterpriseProjectId;
    this._insecure = config.insecure;
    this._key = config.key;
    this._maxConcurrentRequests = config.maxConcurrentRequests;
    this._maxRetries = config.maxRetries;
    this._password = config.password;
    this._profile = config.profile;
    this._projectId = config.projectId;
    this._projectName = config.projectName;
    this._region = config.region;
    this._requestTimeout = config.requestTimeout;
    this._requestsPerSecond = config.requestsPerSecond;
    this._secretKey = config.secretKey;
    this._securityToken = config.securityToken;
    this._sharedConfigFile = config.sharedConfigFile;
    this._token = config.token;
    this._userId = config.userId;
    this._userName = config.userName;
    this._warnOnDelete = config.warnOnDelete;
    this._alias = config.alias;
    this._assumeRole = config.assumeRole;
    this._assumeRoleWithOidc = config.assumeRoleWithOidc;
  }

  // ==========
  // ATTRIBUTES
  // ==========

  // access_key - computed: false, optional: true, required: false
  private _accessKey?: string; 
  public get accessKey() {
    return this._accessKey;
  }
  public set accessKey(value: string | undefined) {
    this._accessKey = value;
  }
  public resetAccessKey() {
    this._accessKey = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get accessKeyInput() {
    return this._accessKey;
  }

  // auth_url - computed: false, optional: true, required: false
  private _authUrl?: string; 
  public get authUrl() {
    return this._authUrl;
  }
  public set authUrl(value: string | undefined) {
    this._authUrl = value;
  }
  public resetAuthUrl() {
    this._authUrl = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get authUrlInput() {
    return this._authUrl;
  }

  // cacert_file - computed: false, optional: true, required: false
  private _cacertFile?: string; 
  public get cacertFile() {
    return this._cacertFile;
  }
  public set cacertFile(value: string | undefined) {
    this._cacertFile = value;
  }
  public resetCacertFile() {
    this._cacertFile = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get cacertFileInput() {
    return this._cacertFile;
  }

  // cert - computed: false, optional: true, required: false
  private _cert?: string; 
  public get cert() {
    return this._cert;
  }
  public set cert(value: string | undefined) {
    this._cert = value;
  }
  public resetCert() {
    this._cert = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get certInput() {
    return this._cert;
  }

  // cloud - computed: false, optional: true, required: false
  private _cloud?: string; 
  public get cloud() {
    return this._cloud;
  }
  public set cloud(value: string | undefined) {
    this._cloud = value;
  }
  public resetCloud() {
    this._cloud = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get cloudInput() {
    return this._cloud;
  }

  // domain_id - computed: false, optional: true, required: false
  private _domainId?: string; 
  public get domainId() {
    return this._domainId;
  }
  public set domainId(value: string | undefined) {
    this._domainId = value;
  }
  public resetDomainId() {
    this._domainId = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get domainIdInput() {
    return this._domainId;
  }

  // domain_name - computed: false, optional: true, required: false
  private _domainName?: string; 
  public get domainName() {
    return this._domainName;
  }
  public set domainName(value: string | undefined) {
    this._domainName = value;
  }
  public resetDomainName() {
    this._domainName = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get domainNameInput() {
    return this._domainName;
  }

  // endpoints - computed: false, optional: true, required: false
  private _endpoints?: { [key: string]: string }; 
  public get endpoints() {
    return this._endpoints;
  }
  public set endpoints(value: { [key: string]: string } | undefined) {
    this._endpoints = value;
  }
  public resetEndpoints() {
    this._endpoints = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get endpointsInput() {
    return this._endpoints;
  }

  // enterprise_project_id - computed: false, optional: true, required: false
  private _enterpriseProjectId?: string; 
  public get enterpriseProjectId() {
    return this._enterpriseProjectId;
  }
  public set enterpriseProjectId(value: string | undefined) {
    this._enterpriseProjectId = value;
  }
  public resetEnterpriseProjectId() {
    this._enterpriseProjectId = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get enterpriseProjectIdInput() {
    return this._enterpriseProjectId;
  }

  // insecure - computed: false, optional: true, required: false
  private _insecure?: boolean | cdktn.IResolvable; 
  public get insecure() {
    return this._insecure;
  }
  public set insecure(value: boolean | cdktn.IResolvable | undefined) {
    this._insecure = value;
  }
  public resetInsecure() {
    this._insecure = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get insecureInput() {
    return this._insecure;
  }

  // key - computed: false, optional: true, required: false
  private _key?: string; 
  public get key() {
    return this._key;
  }
  public set key(value: string | undefined) {
    this._key = value;
  }
  public resetKey() {
    this._key = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get keyInput() {
    return this._key;
  }

  // max_concurrent_requests - computed: false, optional: true, required: false
  private _maxConcurrentRequests?: number; 
  public get maxConcurrentRequests() {
    return this._maxConcurrentRequests;
  }
  public set maxConcurrentRequests(value: number | undefined) {
    this._maxConcurrentRequests = value;
  }
  public resetMaxConcurrentRequests() {
    this._maxConcurrentRequests = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get maxConcurrentRequestsInput() {
    return this._maxConcurrentRequests;
  }

  // max_retries - computed: false, optional: true, required: false
  private _maxRetries?: number; 
  public get maxRetries() {
    return this._maxRetries;
  }
  public set maxRetries(value: number | undefined) {
    this._maxRetries = value;
  }
  public resetMaxRetries() {
    this._maxRetries = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get maxRetriesInput() {
    return this._maxRetries;
  }

  // password - computed: false, optional: true, required: false
  private _password?: string; 
  public get password() {
    return this._password;
  }
  public set password(value: string | undefined) {
    this._password = value;
  }
  public resetPassword() {
    this._password = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get passwordInput() {
    return this._password;
  }

  // profile - computed: false, optional: true, required: false
  private _profile?: string; 
  public get profile() {
    return this._profile;
  }
  public set profile(value: string | undefined) {
    this._profile = value;
  }
  public resetProfile() {
    this._profile = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get profileInput() {
    return this._profile;
  }

  // project_id - computed: false, optional: true, required: false
  private _projectId?: string; 
  public get projectId() {
    return this._projectId;
  }
  public set projectId(value: string | undefined) {
    this._projectId = value;
  }
  public resetProjectId() {
    this._projectId = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get projectIdInput() {
    return this._projectId;
  }

  // project_name - computed: false, optional: true, required: false
  private _projectName?: string; 
  public get projectName() {
    return this._projectName;
  }
  public set projectName(value: string | undefined) {
    this._projectName = value;
  }
  public resetProjectName() {
    this._projectName = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get projectNameInput() {
    return this._projectName;
  }

  // region - computed: false, optional: true, required: false
  private _region?: string; 
  public get region() {
    return this._region;
  }
  public set region(value: string | undefined) {
    this._region = value;
  }
  public resetRegion() {
    this._region = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get regionInput() {
    return this._region;
  }

  // request_timeout - computed: false, optional: true, required: false
  private _requestTimeout?: string; 
  public get requestTimeout() {
    return this._requestTimeout;
  }
  public set requestTimeout(value: string | undefined) {
    this._requestTimeout = value;
  }
  public resetRequestTimeout() {
    this._requestTimeout = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get requestTimeoutInput() {
    return this._requestTimeout;
  }

  // requests_per_second - computed: false, optional: true, required: false
  private _requestsPerSecond?: number; 
  public get requestsPerSecond() {
    return this._requestsPerSecond;
  }
  public set requestsPerSecond(value: number | undefined) {
    this._requestsPerSecond = value;
  }
  public resetRequestsPerSecond() {
    this._requestsPerSecond = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get requestsPerSecondInput() {
    return this._requestsPerSecond;
  }

  // secret_key - computed: false, optional: true, required: false
  private _secretKey?: string; 
  public get secretKey() {
    return this._secretKey;
  }
  public set secretKey(value: string | undefined) {
    this._secretKey = value;
  }
  public resetSecretKey() {
    this._secretKey = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get secretKeyInput() {
    return this._secretKey;
  }

  // security_token - computed: false, optional: true, required: false
  private _securityToken?: string; 
  public get securityToken() {
    return this._securityToken;
  }
  public set securityToken(value: string | undefined) {
    this._securityToken = value;
  }
  public resetSecurityToken() {
    this._securityToken = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get securityTokenInput() {
    return this._securityToken;
  }

  // shared_config_file - computed: false, optional: true, required: false
  private _sharedConfigFile?: string; 
  public get sharedConfigFile() {
    return this._sharedConfigFile;
  }
  public set sharedConfigFile(value: string | undefined) {
    this._sharedConfigFile = value;
  }
  public resetSharedConfigFile() {
    this._sharedConfigFile = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get sharedConfigFileInput() {
    return this._sharedConfigFile;
  }

  // token - computed: false, optional: true, required: false
  private _token?: string; 
  public get token() {
    return this._token;
  }
  public set token(value: string | undefined) {
    this._token = value;
  }
  public resetToken() {
    this._token = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get tokenInput() {
    return this._token;
  }

  // user_id - computed: false, optional: true, required: false
  private _userId?: string; 
  public get userId() {
    return this._userId;
  }
  public set userId(value: string | undefined) {
    this._userId = value;
  }
  public resetUserId() {
    this._userId = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get userIdInput() {
    return this._userId;
  }

  // user_name - computed: false, optional: true, required: false
  private _userName?: string; 
  public get userName() {
    return this._userName;
  }
  public set userName(value: string | undefined) {
    this._userName = value;
  }
  public resetUserName() {
    this._userName = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get userNameInput() {
    return this._userName;
  }

  // warn_on_delete - computed: false, optional: true, required: false
  private _warnOnDelete?: boolean | cdktn.IResolvable; 
  public get warnOnDelete() {
    return this._warnOnDelete;
  }
  public set warnOnDelete(value: boolean | cdktn.IResolvable | undefined) {
    this._warnOnDelete = value;
  }
  public resetWarnOnDelete() {
    this._warnOnDelete = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get warnOnDeleteInput() {
    return this._warnOnDelete;
  }

  // alias - computed: false, optional: true, required: false
  private _alias?: string; 
  public get alias() {
    return this._alias;
  }
  public set alias(value: string | undefined) {
    this._alias = value;
  }
  public resetAlias() {
    this._alias = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get aliasInput() {
    return this._alias;
  }

  // assume_role - computed: false, optional: true, required: false
  private _assumeRole?: HuaweiecsProviderAssumeRole[] | cdktn.IResolvable; 
  public get assumeRole() {
    return this._assumeRole;
  }
  public set assumeRole(value: HuaweiecsProviderAssumeRole[] | cdktn.IResolvable | undefined) {
    this._assumeRole = value;
  }
  public resetAssumeRole() {
    this._assumeRole = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get assumeRoleInput() {
    return this._assumeRole;
  }

  // assume_role_with_oidc - computed: false, optional: true, required: false
  private _assumeRoleWithOidc?: HuaweiecsProviderAssumeRoleWithOidc; 
  public get assumeRoleWithOidc() {
    return this._assumeRoleWithOidc;
  }
  public set assumeRoleWithOidc(value: HuaweiecsProviderAssumeRoleWithOidc | undefined) {
    this._assumeRoleWithOidc = value;
  }
  public resetAssumeRoleWithOidc() {
    this._assumeRoleWithOidc = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get assumeRoleWithOidcInput() {
    return this._assumeRoleWithOidc;
  }

  // ==========================
  // PROVIDER-DEFINED FUNCTIONS
  // ==========================
  private _functions?: HuaweiecsProviderFunctions;

  /**
  * Provider-defined functions of the huaweiecs provider.
  */
  public get functions(): HuaweiecsProviderFunctions {
    if (!this._functions) {
      this._functions = new HuaweiecsProviderFunctions(this.terraformResourceType);
    }
    return this._functions;
  }

  // =========
  // SYNTHESIS
  // =========

  protected synthesizeAttributes(): { [name: string]: any } {
    return {
      access_key: cdktn.stringToTerraform(this._accessKey),
      auth_url: cdktn.stringToTerraform(this._authUrl),
      cacert_file: cdktn.stringToTerraform(this._cacertFile),
      cert: cdktn.stringToTerraform(this._cert),
      cloud: cdktn.stringToTerraform(this._cloud),
      domain_id: cdktn.stringToTerraform(this._domainId),
      domain_name: cdktn.stringToTerraform(this._domainName),
      endpoints: cdktn.hashMapper(cdktn.stringToTerraform)(this._endpoints),
      enterprise_project_id: cdktn.stringToTerraform(this._enterpriseProjectId),
      insecure: cdktn.booleanToTerraform(this._insecure),
      key: cdktn.stringToTerraform(this._key),
      max_concurrent_requests: cdktn.numberToTerraform(this._maxConcurrentRequests),
      max_retries: cdktn.numberToTerraform(this._maxRetries),
      password: cdktn.stringToTerraform(this._password),
      profile: cdktn.stringToTerraform(this._profile),
      project_id: cdktn.stringToTerraform(this._projectId),
      project_name: cdktn.stringToTerraform(this._projectName),
      region: cdktn.stringToTerraform(this._region),
      request_timeout: cdktn.stringToTerraform(this._requestTimeout),
      requests_per_second: cdktn.numberToTerraform(this._requestsPerSecond),
      secret_key: cdktn.stringToTerraform(this._secretKey),
      security_token: cdktn.stringToTerraform(this._securityToken),
      shared_config_file: cdktn.stringToTerraform(this._sharedConfigFile),
      token: cdktn.stringToTerraform(this._token),
      user_id: cdktn.stringToTerraform(this._userId),
      user_name: cdktn.stringToTerraform(this._userName),
      warn_on_delete: cdktn.booleanToTerraform(this._warnOnDelete),
      alias: cdktn.stringToTerraform(this._alias),
      assume_role: cdktn.listMapper(huaweiecsProviderAssumeRoleToTerraform, true)(this._assumeRole),
      assume_role_with_oidc: huaweiecsProviderAssumeRoleWithOidcToTerraform(this._assumeRoleWithOidc),
    };
  }

  protected synthesizeHclAttributes(): { [name: string]: any } {
    const attrs = {
      access_key: {
        value: cdktn.stringToHclTerraform(this._accessKey),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      auth_url: {
        value: cdktn.stringToHclTerraform(this._authUrl),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      cacert_file: {
        value: cdktn.stringToHclTerraform(this._cacertFile),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      cert: {
        value: cdktn.stringToHclTerraform(this._cert),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      cloud: {
        value: cdktn.stringToHclTerraform(this._cloud),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      domain_id: {
        value: cdktn.stringToHclTerraform(this._domainId),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      domain_name: {
        value: cdktn.stringToHclTerraform(this._domainName),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      endpoints: {
        value: cdktn.hashMapperHcl(cdktn.stringToHclTerraform)(this._endpoints),
        isBlock: false,
        type: "map",
        storageClassType: "stringMap",
      },
      enterprise_project_id: {
        value: cdktn.stringToHclTerraform(this._enterpriseProjectId),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      insecure: {
        value: cdktn.booleanToHclTerraform(this._insecure),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      key: {
        value: cdktn.stringToHclTerraform(this._key),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      max_concurrent_requests: {
        value: cdktn.numberToHclTerraform(this._maxConcurrentRequests),
        isBlock: false,
        type: "simple",
        storageClassType: "number",
      },
      max_retries: {
        value: cdktn.numberToHclTerraform(this._maxRetries),
        isBlock: false,
        type: "simple",
        storageClassType: "number",
      },
      password: {
        value: cdktn.stringToHclTerraform(this._password),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      profile: {
        value: cdktn.stringToHclTerraform(this._profile),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      project_id: {
        value: cdktn.stringToHclTerraform(this._projectId),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      project_name: {
        value: cdktn.stringToHclTerraform(this._projectName),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      region: {
        value: cdktn.stringToHclTerraform(this._region),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      request_timeout: {
        value: cdktn.stringToHclTerraform(this._requestTimeout),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      requests_per_second: {
        value: cdktn.numberToHclTerraform(this._requestsPerSecond),
        isBlock: false,
        type: "simple",
        storageClassType: "number",
      },
      secret_key: {
        value: cdktn.stringToHclTerraform(this._secretKey),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      security_token: {
        value: cdktn.stringToHclTerraform(this._securityToken),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      shared_config_file: {
        value: cdktn.stringToHclTerraform(this._sharedConfigFile),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      token: {
        value: cdktn.stringToHclTerraform(this._token),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      user_id: {
        value: cdktn.stringToHclTerraform(this._userId),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      user_name: {
        value: cdktn.stringToHclTerraform(this._userName),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      warn_on_delete: {
        value: cdktn.booleanToHclTerraform(this._warnOnDelete),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      alias: {
        value: cdktn.stringToHclTerraform(this._alias),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      assume_role: {
        value: cdktn.listMapperHcl(huaweiecsProviderAssumeRoleToHclTerraform, true)(this._assumeRole),
        isBlock: true,
        type: "list",
        storageClassType: "HuaweiecsProviderAssumeRoleList",
      },
      assume_role_with_oidc: {
        value: huaweiecsProviderAssumeRoleWithOidcToHclTerraform(this._assumeRoleWithOidc),
        isBlock: true,
        type: "struct",
        storageClassType: "HuaweiecsProviderAssumeRoleWithOidc",
      },
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
