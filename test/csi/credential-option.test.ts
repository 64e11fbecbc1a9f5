import { create } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { hasCredentialOption } from "../../src/csi/credential-option.js";
import { NodePublishVolumeRequestSchema } from "../../src/csi/gen/csi/v1/csi_pb.js";
import { createCsiSanitizer } from "../../src/csi/index.js";
import { STRIPPED } from "../../src/index.js";

describe("a mount option holds a credential", () => {
  it.each([
    "password=hunter2",
    "username=jane,password=hunter2",
    "username=jane,pass=hunter2,vers=3.0",
    "password2=hunter2",
    "PASSWORD=hunter2",
    "password=",
    "password=a,,b",
    "-o password=hunter2",
    "-o=password=hunter2",
    "--password hunter2",
    "--account-key=QQ==",
    "--s3-secret-access-key QQ==",
    "secret=AQBQQ==",
    "name=admin,key=AQBQQ==",
    "sas_token=sv=2020&sig=QQ",
    "vers=3.0 accessToken=t0ken",
    "session_id=1",
    "metaurl=redis://:hunter2@cache/1",
    "https://jane:hunter2@example.com/dav",
  ])("%s", (item) => expect(hasCredentialOption(item)).toBe(true));
});

describe("a mount option holds none", () => {
  it.each([
    "",
    "ro",
    "noatime,nodiratime",
    "vers=4.1,rsize=1048576,hard,timeo=600,sec=krb5",
    "uid=1000,gid=1000,dir_mode=0777,mfsymlinks",
    "username=jane,domain=EXAMPLE",
    "secretfile=/etc/ceph/admin.secret",
    "passwd_file=/etc/passwd-s3fs",
    "context=system_u:object_r:container_file_t:s0",
    "fsc,actimeo=30,cache=strict",
    "cache_key=a",
    "auth.example.com:/export",
    "https://example.com:8080/a@b",
    "--verbose -o allow_other",
    "password",
  ])("%s", (item) => expect(hasCredentialOption(item)).toBe(false));
});

describe("the policy for CSI", () => {
  it("strips only the items of mount_flags that hold a credential, in every library and by every writer", () => {
    const sanitizer = createCsiSanitizer();
    const type = "csi.v1.NodePublishVolumeRequest";
    const mountFlags = ["ro", "username=jane,password=hunter2", "vers=3.0"];
    const message = create(NodePublishVolumeRequestSchema, {
      volumeId: "password=shown",
      volumeCapability: { accessType: { case: "mount", value: { fsType: "cifs", mountFlags } } },
    });
    const printed = {
      volume_id: "password=shown",
      volume_capability: { mount: { fs_type: "cifs", mount_flags: ["ro", STRIPPED, "vers=3.0"] } },
    };
    expect(sanitizer.toJson(message)).toEqual(printed);
    const plain = {
      volume_id: "password=shown",
      volume_capability: { mount: { fs_type: "cifs", mount_flags: mountFlags } },
    };
    expect(sanitizer.toJson(type, plain)).toEqual(printed);
    expect(sanitizer.redact(type, plain)).toEqual(printed);
    expect(sanitizer.toJson(sanitizer.redact(message))).toEqual(printed);
    expect(sanitizer.secretsOf(message).scrub("mount -o username=jane,password=hunter2")).toBe(
      `mount -o ${STRIPPED}`,
    );
  });
});
