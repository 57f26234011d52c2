"""S3: moto's answers, and what moto does not do: faults, expiring URLs, regions, rights, counts."""

import json
import random
import threading
import time
from calendar import timegm

from moto.core import DEFAULT_ACCOUNT_ID
from moto.s3.models import FakeBucket, s3_backends

from wire import Cut, s3_error

# Sub-resources of a bucket by query parameter; {} is Get or Put.
BUCKET_PARTS = {
    "publicAccessBlock": "s3:{}BucketPublicAccessBlock",
    "encryption": "s3:{}EncryptionConfiguration",
    "policy": "s3:{}BucketPolicy",
    "policyStatus": "s3:{}BucketPolicyStatus",
    "lifecycle": "s3:{}LifecycleConfiguration",
    "location": "s3:{}BucketLocation",
    "versioning": "s3:{}BucketVersioning",
    "ownershipControls": "s3:{}BucketOwnershipControls",
    "acl": "s3:{}BucketAcl",
    "tagging": "s3:{}BucketTagging",
}


def get_permission(bucket, action, resource):
    """moto's judgement of a bucket policy, which knows no conditions: it would refuse everything for a statement that
    refuses plain HTTP. Loopback stands for HTTPS, so such statements do not concern its requests."""
    from moto.iam.access_control import IAMPolicy, PermissionResult

    if bucket.policy is None:
        return PermissionResult.NEUTRAL
    policy = json.loads(bucket.policy)
    plain_http = {"Bool": {"aws:SecureTransport": "false"}}
    policy["Statement"] = [s for s in policy["Statement"] if s.get("Condition") != plain_http]
    if not policy["Statement"]:
        return PermissionResult.NEUTRAL
    return IAMPolicy(json.dumps(policy)).is_action_permitted(action, resource)


FakeBucket.get_permission = get_permission


class S3Front:
    def __init__(self, rig):
        self.rig = rig
        self.write = threading.Lock()  # conditional writes are atomic on S3
        self.reseed()

    def reseed(self):
        self.random = random.Random(self.rig.faults["s3_seed"])

    def buckets(self):
        return s3_backends[DEFAULT_ACCOUNT_ID]["aws"].buckets

    @staticmethod
    def kind_and_action(request, bucket, key):
        """What a request is, for the counters, and which right it takes."""
        verb = {"GET": "Get", "HEAD": "Get", "PUT": "Put", "DELETE": "Delete", "POST": "Put"}[request.method]
        if not key:
            for part, action in BUCKET_PARTS.items():
                if part in request.query:
                    return "settings", action.format(verb)
            if "delete" in request.query:
                return "delete", "s3:DeleteObject"
            if "uploads" in request.query:
                return "list", "s3:ListBucketMultipartUploads"
            if request.method in ("GET", "HEAD"):
                return ("list" if request.method == "GET" else "head"), "s3:ListBucket"
            return "settings", "s3:CreateBucket" if request.method == "PUT" else "s3:DeleteBucket"
        if request.method == "DELETE":
            is_part = "uploadId" in request.query
            return ("settings", "s3:AbortMultipartUpload") if is_part else ("delete", "s3:DeleteObject")
        if request.method == "GET" and "uploadId" in request.query:
            return "list", "s3:ListMultipartUploadParts"
        return request.method.lower().replace("post", "put"), f"s3:{verb}Object"

    def answer(self, request):
        bucket, _, key = request.path.lstrip("/").partition("/")
        kind, action = self.kind_and_action(request, bucket, key)
        if request.who == "rig":
            return self.rig.moto(request)
        self.rig.count(request.who, "s3", kind)
        self.rig.count(request.who, "actions", action)
        self.rig.count(request.who, "bytes", "in", len(request.body))
        faults = self.rig.faults
        refusal = self.refusal(request, bucket, action)
        if refusal is not None:
            return refusal
        with self.rig.lock:
            dice = [self.random.randrange(1000) for _ in range(3)]
            is_cut = self.random.random() < 0.5
        if faults["s3_latency_ms"]:
            time.sleep(faults["s3_latency_ms"] / 1000)
        if dice[0] < faults["s3_busy"]:
            self.rig.count(request.who, "s3", "busy")
            return s3_error("SlowDown", "Please reduce your request rate.", 503)
        if request.method in ("PUT", "POST", "DELETE"):
            with self.write:
                answer = self.rig.moto(request)
        else:
            answer = self.rig.moto(request)
        self.rig.count(request.who, "bytes", "out", len(answer.body))
        if dice[1] < faults["s3_lost"]:
            self.rig.count(request.who, "s3", "lost")
            if is_cut:
                raise Cut()
            return s3_error("InternalError", "We encountered an internal error. Please try again.", 500)
        if dice[2] < faults["s3_truncated"] and request.method == "GET" and key and answer.status < 300:
            self.rig.count(request.who, "s3", "truncated")
            raise Cut(answer)
        return answer

    def refusal(self, request, bucket, action):
        """Why this caller cannot have that."""
        faults = self.rig.faults
        if request.presigned:
            signed = request.query.get("X-Amz-Date", "")
            age = time.time() + faults["url_age_s"] - timegm(time.strptime(signed, "%Y%m%dT%H%M%SZ"))
            if age > int(request.query.get("X-Amz-Expires", "0")):
                return s3_error("AccessDenied", "Request has expired", 403)
        elif request.who == "nobody":
            return s3_error("AccessDenied", "Access Denied", 403)
        if request.who != "worker" and faults["credentials"] == "expired":
            return s3_error("ExpiredToken", "The provided token has expired.", 400)
        if request.who != "worker" and faults["credentials"] == "invalid":
            message = "The AWS Access Key Id you provided does not exist in our records."
            return s3_error("InvalidAccessKeyId", message, 403)
        known = self.buckets().get(bucket)
        if known is not None and known.region_name != request.region and "location" not in request.query:
            header = [("x-amz-bucket-region", known.region_name)]
            message = "The bucket you are attempting to access must be addressed using the specified endpoint."
            return s3_error("PermanentRedirect", message, 301, header)
        if action in faults["denied"]:
            message = f"User: arn:aws:iam::123456789012:user/kantoor is not authorized to perform: {action}"
            return s3_error("AccessDenied", message, 403)
        return None

    # -- what tests ask --

    def make_bucket(
        self,
        name,
        region="eu-central-1",
        prefix="",
        public_access_block=True,
        encryption=True,
        tls_only=True,
        lifecycle=True,
    ):
        """A bucket as `examples/aws/dizzy.yaml` makes it, less what a test leaves out."""
        import boto3

        s3 = boto3.client(
            "s3",
            endpoint_url=self.rig.endpoint,
            region_name=region,
            aws_access_key_id="RIGITSELF",
            aws_secret_access_key="rig",
        )
        where = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
        s3.create_bucket(Bucket=name, **where)
        if public_access_block:
            all_four = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
            s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=dict.fromkeys(all_four, True))
        if encryption:
            rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
            s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={"Rules": [rule]})
        if tls_only:
            statement = {
                "Sid": "TlsOnly",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:*",
                "Resource": [f"arn:aws:s3:::{name}", f"arn:aws:s3:::{name}/*"],
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            }
            s3.put_bucket_policy(Bucket=name, Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
        if lifecycle:
            runs = f"{prefix}/runs/" if prefix else "runs/"
            rules = [
                {"ID": "runs", "Status": "Enabled", "Filter": {"Prefix": runs}, "Expiration": {"Days": 7}},
                {
                    "ID": "parts",
                    "Status": "Enabled",
                    "Filter": {"Prefix": ""},
                    "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1},
                },
            ]
            s3.put_bucket_lifecycle_configuration(Bucket=name, LifecycleConfiguration={"Rules": rules})
        return {"bucket": name, "region": region}

    def objects(self, bucket):
        known = self.buckets().get(bucket)
        if known is None:
            return {"keys": [], "uploads": []}
        return {"keys": sorted(known.keys), "uploads": sorted(upload.key_name for upload in known.multiparts.values())}
