#!/usr/bin/env python3
"""The rig does what its users believe. Run: target/aws-venv/bin/python tests/testing/aws/test_rig.py"""

import base64
import json
import os
import subprocess
import sys
import time
import unittest
import urllib.error
import urllib.request

import boto3
import botocore.exceptions
from botocore.config import Config

HERE = os.path.dirname(os.path.abspath(__file__))
METADATA = """
imds=$AWS_EC2_METADATA_SERVICE_ENDPOINT
token=$(curl -sf -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' $imds/latest/api/token)
get() { curl -s -w '%{http_code}' -H "X-aws-ec2-metadata-token: $token" $imds/latest/meta-data/$1; }
"""


class RigTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.rig = subprocess.Popen(
            [sys.executable, os.path.join(HERE, "rig.py")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        cls.endpoint = json.loads(cls.rig.stdout.readline())["endpoint"]
        options = {
            "endpoint_url": cls.endpoint,
            "region_name": "eu-central-1",
            "aws_access_key_id": "test",
            "aws_secret_access_key": "test",
            "config": Config(retries={"total_max_attempts": 1}),
        }
        cls.ec2 = boto3.client("ec2", **options)
        cls.s3 = boto3.client("s3", **options)
        cls.sts = boto3.client("sts", **options)
        cls.service_quotas = boto3.client("service-quotas", **options)

    @classmethod
    def tearDownClass(cls):
        cls.rig.stdin.close()
        assert cls.rig.wait(20) == 0
        cls.rig.stdout.close()

    def setUp(self):
        self.defaults = self.control("faults")

    def tearDown(self):
        self.control("faults", **self.defaults)
        alive = [i["id"] for i in self.control("instances") if i["state"] != "terminated"]
        if alive:
            self.ec2.terminate_instances(InstanceIds=alive)

    def control(self, what, **given):
        request = urllib.request.Request(f"{self.endpoint}/_rig/{what}", data=json.dumps(given).encode())
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def error(self, call, **given):
        with self.assertRaises(botocore.exceptions.ClientError) as caught:
            call(**given)
        return caught.exception.response["Error"]["Code"]

    def template(self, script, **more):
        name = f"t{time.monotonic_ns()}"
        image = self.ec2.describe_images(
            Owners=["136693071363"], Filters=[{"Name": "name", "Values": ["debian-13-amd64-*"]}]
        )["Images"][0]["ImageId"]
        data = {
            "ImageId": image,
            "UserData": base64.b64encode(script.encode()).decode(),
            "InstanceInitiatedShutdownBehavior": "terminate",
            "IamInstanceProfile": {"Name": "dizzy-worker"},
            "MetadataOptions": {"HttpTokens": "required"},
            "TagSpecifications": [{"ResourceType": "instance", "Tags": [{"Key": "dizzy:run", "Value": "r1"}]}],
            **more,
        }
        self.ec2.create_launch_template(LaunchTemplateName=name, LaunchTemplateData=data)
        return name

    def fleet(self, template, count=1, market="spot", types=("c7i.large",), token=None, **more):
        given = {"ClientToken": token} if token else {}
        return self.ec2.create_fleet(
            Type="instant",
            LaunchTemplateConfigs=[
                {
                    "LaunchTemplateSpecification": {"LaunchTemplateName": template, "Version": "$Default"},
                    "Overrides": [{"InstanceType": kind} for kind in types],
                }
            ],
            TargetCapacitySpecification={"TotalTargetCapacity": count, "DefaultTargetCapacityType": market},
            **given,
            **more,
        )

    @staticmethod
    def ids(fleet):
        return [i for group in fleet["Instances"] for i in group["InstanceIds"]]

    def row(self, name):
        return next(i for i in self.control("instances") if i["id"] == name)

    def wait(self, name, state, seconds=20):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.row(name)["state"] == state:
                return self.row(name)
            time.sleep(0.02)
        self.fail(f"{name} is {self.row(name)['state']}, not {state}: {self.console(name)}")

    def console(self, name):
        with open(self.row(name)["console"]) as file:
            return file.read()

    def wait_for(self, name, text, seconds=20):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            row = self.row(name)
            if os.path.exists(row["console"]) and text in self.console(name):
                return
            time.sleep(0.02)
        self.fail(f"{text} is not said: {self.console(name)}")

    @staticmethod
    def is_alive(pid):
        try:
            with open(f"/proc/{pid}/stat") as file:
                return file.read().rsplit(")", 1)[1].split()[0] != "Z"
        except OSError:
            return False

    # -- machines --

    def test_an_instance_runs_its_user_data_and_ends_itself(self):
        script = "#!/bin/sh\n" + METADATA + "echo region $AWS_REGION; get instance-id; echo; get placement/region; poweroff\n"
        name = self.ids(self.fleet(self.template(script)))[0]
        self.wait(name, "terminated")
        said = self.console(name)
        self.assertIn("region eu-central-1", said)
        self.assertIn(f"{name}200", said)
        self.assertIn("eu-central-1200", said)
        seen = self.ec2.describe_instances(InstanceIds=[name])["Reservations"][0]["Instances"][0]
        self.assertEqual(seen["State"]["Name"], "terminated")
        self.assertEqual(seen["InstanceLifecycle"], "spot")
        self.assertIn({"Key": "dizzy:run", "Value": "r1"}, seen["Tags"])

    def test_shutdown_stops_what_should_not_terminate(self):
        name = self.template("#!/bin/sh\nshutdown -h now\n", InstanceInitiatedShutdownBehavior="stop")
        self.wait(self.ids(self.fleet(name))[0], "stopped")

    def test_metadata_wants_a_token_and_has_credentials(self):
        script = (
            "#!/bin/sh\n" + METADATA + "curl -s -o /dev/null -w 'without %{http_code}\\n' $imds/latest/meta-data/instance-id\n"
            "get iam/security-credentials/dizzy-worker; echo; get instance-life-cycle; echo; get spot/instance-action; echo end\n"
        )
        name = self.ids(self.fleet(self.template(script), market="on-demand"))[0]
        self.wait_for(name, "end")
        said = self.console(name)
        self.assertIn("without 401", said)
        self.assertIn('"AccessKeyId": "ASIAWORKER', said)
        self.assertIn("on-demand200", said)
        self.assertIn("404end", said)

    def test_terminate_kills_every_process(self):
        name = self.ids(self.fleet(self.template("#!/bin/sh\nsetsid sleep 600 & echo child $!\nsleep 600 & echo child $!\nwait\n")))[0]
        self.wait_for(name, "child")
        while self.console(name).count("child") < 2:
            time.sleep(0.02)
        children = [int(line.split()[1]) for line in self.console(name).splitlines()]
        self.assertTrue(all(self.is_alive(pid) for pid in children))
        self.ec2.terminate_instances(InstanceIds=[name])
        self.assertEqual(self.row(name)["state"], "terminated")
        self.assertFalse(any(self.is_alive(pid) for pid in [*children, self.row(name)["pid"]]))
        self.ec2.terminate_instances(InstanceIds=[name])  # a second time is no error

    def test_a_notice_comes_before_the_end(self):
        self.control("faults", notice_s=1.0)
        script = "#!/bin/sh\n" + METADATA + "until get spot/instance-action | grep -q terminate; do sleep 0.05; done\necho told; sleep 600\n"
        name = self.ids(self.fleet(self.template(script)))[0]
        self.wait(name, "running")
        self.control("interrupt", id=name)
        self.wait_for(name, "told")
        self.assertEqual(self.wait(name, "terminated")["reason"], "Server.SpotInstanceTermination")

    def test_the_timer_ends_a_machine_that_nobody_ends(self):
        self.control("faults", minute_s=0.1)
        name = self.ids(self.fleet(self.template("#!/bin/sh\nshutdown -P +3\nsleep 600\n")))[0]
        self.wait(name, "terminated")
        self.control("faults", minute_s=60)
        name = self.ids(self.fleet(self.template("#!/bin/sh\nshutdown -P +3\necho armed; sleep 600\n")))[0]
        self.wait_for(name, "armed")
        time.sleep(0.2)
        self.assertTrue(self.row(name)["power_off_armed"])
        self.assertEqual(self.row(name)["state"], "running")

    def test_a_killed_and_a_paused_machine(self):
        script = "#!/bin/sh\nwhile :; do echo tick; sleep 0.05; done\n"
        name = self.ids(self.fleet(self.template(script)))[0]
        self.wait_for(name, "tick")
        self.control("pause", id=name)
        time.sleep(0.2)
        before = self.console(name)
        time.sleep(0.3)
        self.assertEqual(self.console(name), before)
        self.control("resume", id=name)
        self.control("kill", id=name)
        self.assertFalse(self.is_alive(self.row(name)["pid"]))

    # -- launching --

    def test_a_token_starts_machines_once(self):
        template = self.template("#!/bin/sh\nsleep 600\n")
        first, again = (self.ids(self.fleet(template, 2, token="tok-1")) for _ in range(2))
        self.assertEqual(first, again)
        self.assertEqual(len(first), 2)
        code = self.error(lambda: self.fleet(template, 3, token="tok-1"))
        self.assertEqual(code, "IdempotentParameterMismatch")
        given = {"ImageId": "ami-0deb1300000000001", "InstanceType": "c7i.large", "MinCount": 1, "MaxCount": 1}
        one, two = (self.ec2.run_instances(ClientToken="tok-2", **given)["Instances"][0]["InstanceId"] for _ in range(2))
        self.assertEqual(one, two)

    def test_a_lost_answer_is_found_again_by_its_token(self):
        template = self.template("#!/bin/sh\nsleep 600\n")
        self.control("faults", lost_answers={"CreateFleet": 1})
        before = len(self.control("instances"))
        self.assertEqual(self.error(lambda: self.fleet(template, token="tok-3")), "InternalError")
        self.assertEqual(len(self.control("instances")), before + 1)
        self.assertEqual(len(self.ids(self.fleet(template, token="tok-3"))), 1)
        self.assertEqual(len(self.control("instances")), before + 1)
        self.control("faults", cut_answers={"CreateFleet": 1})
        with self.assertRaises(botocore.exceptions.HTTPClientError):
            self.fleet(template, token="tok-4")
        self.assertEqual(len(self.control("instances")), before + 2)

    def test_capacity_is_refused_by_pool_and_market(self):
        template = self.template("#!/bin/sh\nsleep 600\n")
        self.control("faults", capacity={"c7i.large/*/spot": 0, "c6i.large/eu-central-1a/*": 1, "c6i.large/eu-central-1b/*": 1})
        fleet = self.fleet(template, 5, types=("c7i.large", "c6i.large"))
        rows = [self.row(name) for name in self.ids(fleet)]
        where = sorted((row["type"], row["zone"]) for row in rows)
        self.assertEqual(where[:2], [("c6i.large", "eu-central-1a"), ("c6i.large", "eu-central-1b")])
        self.assertEqual(len(where), 5)
        self.assertEqual({e["ErrorCode"] for e in fleet["Errors"]}, {"InsufficientInstanceCapacity"})
        overrides = fleet["Errors"][0]["LaunchTemplateAndOverrides"]["Overrides"]
        self.assertEqual(overrides["InstanceType"], "c7i.large")
        self.control("faults", capacity={"*/*/spot": 0})
        fleet = self.fleet(template, 2)
        self.assertEqual(fleet["Instances"], [])
        self.assertEqual({e["Lifecycle"] for e in fleet["Errors"]}, {"spot"})
        fleet = self.fleet(template, 2, market="on-demand")
        self.assertEqual(len(self.ids(fleet)), 2)
        self.assertEqual(fleet.get("Errors", []), [])

    def test_quotas_are_counted_in_vcpus(self):
        template = self.template("#!/bin/sh\nsleep 600\n")
        self.control("faults", quota={"spot": 4, "on-demand": 0})
        fleet = self.fleet(template, 3)
        self.assertEqual(len(self.ids(fleet)), 2)
        self.assertEqual({e["ErrorCode"] for e in fleet["Errors"]}, {"MaxSpotInstanceCountExceeded"})
        fleet = self.fleet(template, 1, market="on-demand")
        self.assertEqual({e["ErrorCode"] for e in fleet["Errors"]}, {"VcpuLimitExceeded"})
        quota = self.service_quotas.get_service_quota(ServiceCode="ec2", QuotaCode="L-34B43A08")["Quota"]
        self.assertEqual(quota["Value"], 4.0)

    def test_refusals(self):
        self.control("faults", throttle={"DescribeInstances": 1}, denied=["ec2:DescribeImages", "s3:ListBucket"])
        self.assertEqual(self.error(self.ec2.describe_instances), "RequestLimitExceeded")
        self.ec2.describe_instances()
        self.assertEqual(self.error(self.ec2.describe_images), "UnauthorizedOperation")
        self.control("bucket", name="geweigerd")
        self.assertEqual(self.error(self.s3.list_objects_v2, Bucket="geweigerd"), "AccessDenied")
        self.control("faults", credentials="expired")
        self.assertEqual(self.error(self.sts.get_caller_identity), "ExpiredToken")
        self.assertEqual(self.error(self.ec2.describe_vpcs), "RequestExpired")

    def test_dry_runs(self):
        given = {"ImageId": "ami-0deb1300000000001", "InstanceType": "c7i.large", "MinCount": 1, "MaxCount": 1, "DryRun": True}
        self.assertEqual(self.error(self.ec2.run_instances, **given), "DryRunOperation")
        code = self.error(self.ec2.run_instances, **given, IamInstanceProfile={"Name": "niemand"})
        self.assertEqual(code, "InvalidParameterValue")
        self.control("faults", denied=["ec2:RunInstances"])
        self.assertEqual(self.error(self.ec2.run_instances, **given), "UnauthorizedOperation")
        self.assertEqual(self.error(self.ec2.terminate_instances, InstanceIds=["i-1"], DryRun=True), "DryRunOperation")

    def test_user_data_has_a_limit(self):
        self.template("#!/bin/sh\n" + "#" * (16384 - 10))
        self.assertEqual(self.error(lambda: self.template("#!/bin/sh\n" + "#" * 16384)), "InvalidParameterValue")

    def test_describe_lags(self):
        self.control("faults", describe_lag_s=0.6)
        name = self.ids(self.fleet(self.template("#!/bin/sh\nsleep 600\n")))[0]
        self.assertEqual(self.error(self.ec2.describe_instances, InstanceIds=[name]), "InvalidInstanceID.NotFound")
        by_tag = [{"Name": "tag:dizzy:run", "Values": ["r1"]}]

        def seen():
            pages = self.ec2.describe_instances(Filters=by_tag)["Reservations"]
            return [i["InstanceId"] for page in pages for i in page["Instances"]]

        self.assertNotIn(name, seen())
        time.sleep(0.7)
        self.assertIn(name, seen())

    # -- S3 --

    def test_a_presigned_url_expires(self):
        self.control("bucket", name="vluchtig")
        self.s3.put_object(Bucket="vluchtig", Key="a", Body=b"inhoud")
        url = self.s3.generate_presigned_url("get_object", Params={"Bucket": "vluchtig", "Key": "a"}, ExpiresIn=60)
        sigv4 = boto3.client(
            "s3",
            endpoint_url=self.endpoint,
            region_name="eu-central-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=Config(signature_version="s3v4"),
        )
        url = sigv4.generate_presigned_url("get_object", Params={"Bucket": "vluchtig", "Key": "a"}, ExpiresIn=60)
        with urllib.request.urlopen(url) as answer:
            self.assertEqual(answer.read(), b"inhoud")
        self.control("faults", url_age_s=61)
        with self.assertRaises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(url)
        self.assertEqual(caught.exception.code, 403)
        caught.exception.close()

    def test_conditional_writes(self):
        self.control("bucket", name="voorwaarde")
        etag = self.s3.put_object(Bucket="voorwaarde", Key="a", Body=b"1", IfNoneMatch="*")["ETag"]
        self.assertEqual(
            self.error(self.s3.put_object, Bucket="voorwaarde", Key="a", Body=b"2", IfNoneMatch="*"), "PreconditionFailed"
        )
        self.s3.put_object(Bucket="voorwaarde", Key="a", Body=b"3", IfMatch=etag)
        self.assertEqual(
            self.error(self.s3.put_object, Bucket="voorwaarde", Key="a", Body=b"4", IfMatch=etag), "PreconditionFailed"
        )

    def test_s3_faults_and_counts(self):
        self.control("bucket", name="onrustig")
        self.control("counters", reset=True)
        self.control("faults", s3_busy=1000)
        self.assertEqual(self.error(self.s3.put_object, Bucket="onrustig", Key="a", Body=b"x"), "SlowDown")
        self.assertEqual(self.control("objects", bucket="onrustig")["keys"], [])
        self.control("faults", s3_busy=0, s3_lost=1000)
        with self.assertRaises((botocore.exceptions.ClientError, botocore.exceptions.HTTPClientError)):
            self.s3.put_object(Bucket="onrustig", Key="a", Body=b"x" * 1000)
        self.assertEqual(self.control("objects", bucket="onrustig")["keys"], ["a"])
        self.control("faults", s3_lost=0, s3_truncated=1000)
        with self.assertRaises(botocore.exceptions.BotoCoreError):
            self.s3.get_object(Bucket="onrustig", Key="a")["Body"].read()
        self.control("faults", s3_truncated=0)
        self.assertEqual(self.s3.get_object(Bucket="onrustig", Key="a")["Body"].read(), b"x" * 1000)
        counts = self.control("counters")
        self.assertEqual(counts["s3"]["put"], 2)
        self.assertEqual(counts["s3"]["get"], 2)
        self.assertEqual(counts["actions:coordinator"]["s3:PutObject"], 2)

    def test_a_bucket_elsewhere_says_where_it_is(self):
        self.control("bucket", name="elders", region="us-east-1")
        request = urllib.request.Request(f"{self.endpoint}/elders", method="HEAD")
        scope = "Credential=test/20260101/eu-central-1/s3/aws4_request"
        request.add_header("Authorization", f"AWS4-HMAC-SHA256 {scope}, SignedHeaders=host, Signature=0")
        with self.assertRaises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(request)
        self.assertEqual(caught.exception.code, 301)
        self.assertEqual(caught.exception.headers["x-amz-bucket-region"], "us-east-1")
        caught.exception.close()


if __name__ == "__main__":
    unittest.main()
