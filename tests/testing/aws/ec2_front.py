"""EC2, STS and Service Quotas: moto's answers, and what moto does not do."""

import base64
import json
import re
import urllib.parse
import xml.etree.ElementTree as ET
from datetime import datetime

from moto.core import DEFAULT_ACCOUNT_ID
from moto.ec2.models import ec2_backends
from moto.ec2.models.amis import Ami
from moto.ec2.models.instance_types import INSTANCE_TYPES
from moto.iam.models import iam_backends

from wire import EC2_NAMESPACE, Answer, Cut, ec2_error, json_answer, json_error, pick, query_error

REGION = "eu-central-1"
DEBIAN = "136693071363"
USER_DATA_BYTES = 16384
# Calls that honour a client token.
TOKENED = ("CreateFleet", "RunInstances", "CreateLaunchTemplate")
# vCPU quotas of standard instances (A, C, D, H, I, M, R, T, Z).
QUOTAS = {"L-34B43A08": "spot", "L-1216C47A": "on-demand"}
SPOT_USD_PER_VCPU = 0.018


def vcpus_of(instance_type):
    return INSTANCE_TYPES[instance_type]["VCpuInfo"]["DefaultVCpus"]


def parse(body):
    """EC2's XML without its namespace, which only makes names longer."""
    return ET.fromstring(re.sub(rb' xmlns="[^"]*"', b"", body))


def render(root):
    root.set("xmlns", EC2_NAMESPACE)
    return Answer(200, [("Content-Type", "text/xml;charset=UTF-8")], ET.tostring(root, encoding="utf-8"))


class Ec2Front:
    def __init__(self, rig):
        self.rig = rig
        self.tokens = {}  # (action, token) → (parameters, answer)

    def backend(self, region=REGION):
        return ec2_backends[DEFAULT_ACCOUNT_ID][region]

    def furnish(self):
        """What every account has or `examples/aws/dizzy.yaml` makes: images, security group, instance profile."""
        backend = self.backend()
        for number, (arch, named, version) in enumerate(
            [
                ("x86_64", "amd64", "20260914-2234"),
                ("x86_64", "amd64", "20261012-2262"),
                ("arm64", "arm64", "20261012-2262"),
            ]
        ):
            ami_id = f"ami-0deb13{number:011x}"
            date = datetime.strptime(version[:8], "%Y%m%d")
            backend.amis[ami_id] = Ami(
                backend,
                ami_id,
                name=f"debian-13-{named}-{version}",
                description="Debian 13",
                owner_id=DEBIAN,
                public=True,
                virtualization_type="hvm",
                architecture=arch,
                creation_date=date,
                image_location=f"amazon/debian-13-{named}-{version}",
                hypervisor="xen",
                root_device_type="ebs",
                root_device_name="/dev/xvda",
                region_name=REGION,
            )
        vpc = backend.get_default_vpc()
        backend.create_security_group("dizzy-worker", "no inbound rule", vpc_id=vpc.id)
        iam_backends[DEFAULT_ACCOUNT_ID]["aws"].create_instance_profile("dizzy-worker", "/", [])

    def templates(self):
        with self.rig.lock:
            return [template.name for template in self.backend().launch_templates.values()]

    # -- the way of a call --

    def credentials_error(self, error, names):
        """What AWS says of credentials that do not do."""
        state = self.rig.faults["credentials"]
        if state == "expired":
            return error(names[0], "The security token included in the request is expired")
        if state == "invalid":
            return error(names[1], "The security token included in the request is invalid.")
        return None

    def answer(self, request):
        form = request.form()
        action = form.get("Action", "")
        self.rig.count(request.who, "ec2", action)
        self.rig.count(request.who, "actions", f"ec2:{action}")
        faults = self.rig.faults
        bad = self.credentials_error(lambda c, m: ec2_error(c, m, 401), ("RequestExpired", "AuthFailure"))
        if bad is not None:
            return bad
        if self.rig.take("throttle", action):
            return ec2_error("RequestLimitExceeded", "Request limit exceeded.", 503)
        if f"ec2:{action}" in faults["denied"]:
            return self.unauthorized(f"ec2:{action}")
        with self.rig.lock:
            answer = self.once(request, form, action)
        if answer.status == 200 and self.rig.take("lost_answers", action):
            return ec2_error("InternalError", "An internal error has occurred", 500)
        if answer.status == 200 and self.rig.take("cut_answers", action):
            raise Cut()
        return answer

    @staticmethod
    def unauthorized(right):
        message = (
            "You are not authorized to perform this operation. User: arn:aws:iam::123456789012:user/kantoor is not "
            f"authorized to perform: {right} because no identity-based policy allows the {right} action"
        )
        return ec2_error("UnauthorizedOperation", message, 403)

    def once(self, request, form, action):
        """The same token and parameters give the first answer again."""
        token = form.get("ClientToken") if action in TOKENED else None
        if not token or form.get("DryRun") == "true":
            return self.perform(request, form, action)
        key = (request.region, action, token)
        parameters = {name: value for name, value in form.items() if name != "ClientToken"}
        if key in self.tokens:
            first, answer = self.tokens[key]
            if first == parameters:
                return answer
            return ec2_error(
                "IdempotentParameterMismatch",
                "The request uses the same client token as a previous, but non-identical request.",
            )
        answer = self.perform(request, form, action)
        if answer.status == 200:
            self.tokens[key] = (parameters, answer)
        return answer

    def perform(self, request, form, action):
        if form.get("DryRun") == "true" and action != "RunInstances":
            return ec2_error("DryRunOperation", "Request would have succeeded, but DryRun flag is set.", 412)
        special = getattr(self, "do_" + re.sub(r"(?<!^)([A-Z])", r"_\1", action).lower(), None)
        return special(request, form) if special else self.rig.moto(request)

    def with_form(self, request, form):
        return request.with_body(urllib.parse.urlencode(form).encode())

    # -- launch templates --

    def do_create_launch_template(self, request, form):
        if len(user_data(form.get("LaunchTemplateData.UserData"))) > USER_DATA_BYTES:
            return too_much_user_data()
        return self.rig.moto(request)

    def template_data(self, backend, name, template_id, version):
        template = backend.get_launch_template(template_id) if template_id else backend.get_launch_template_by_name(name)
        return template.get_version(version or "$Default").data

    # -- launching --

    def why_not(self, backend, data, subnet):
        """What stops every launch from this template: (code, message)."""
        image = data.get("ImageId")
        if image not in backend.amis:
            return "InvalidAMIID.NotFound", f"The image id '[{image}]' does not exist"
        groups = list(data.get("SecurityGroupIds") or [])
        for interface in data.get("NetworkInterfaces") or []:
            groups += interface.get("Groups") or interface.get("SecurityGroupIds") or []
        for group in groups:
            if backend.get_security_group_from_id(group) is None:
                return "InvalidGroup.NotFound", f"The security group '{group}' does not exist"
        for group in data.get("SecurityGroups") or []:
            if backend.get_security_group_by_name_or_id(group) is None:
                return "InvalidGroup.NotFound", f"The security group '{group}' does not exist in default VPC"
        if subnet and not any(subnet in zone for zone in backend.subnets.values()):
            return "InvalidSubnetID.NotFound", f"The subnet ID '{subnet}' does not exist"
        profile = data.get("IamInstanceProfile") or {}
        name = profile.get("Name") or profile.get("Arn", "").rsplit("/", 1)[-1]
        known = [p.name for p in iam_backends[DEFAULT_ACCOUNT_ID]["aws"].instance_profiles.values()]
        if name and name not in known:
            return (
                "InvalidParameterValue",
                f"Value ({name}) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name",
            )
        denied = self.rig.faults["denied"]
        for right in ("iam:PassRole", "ec2:RunInstances"):
            if right in denied and (name or right != "iam:PassRole"):
                return "UnauthorizedOperation", f"You are not authorized to perform: {right}"
        return None

    def capacity_left(self, instance_type, zone, market):
        """(how many, the entry that says so)."""
        least, key = 1 << 30, None
        for pool, left in self.rig.faults["capacity"].items():
            fits = zip(pool.split("/"), (instance_type, zone, market))
            if all(part in ("*", value) for part, value in fits) and left < least:
                least, key = left, pool
        return least, key

    def grant(self, instance_type, zone, market, want, planned):
        """How many of `want` are to be had in a pool, and why not all."""
        room, key = self.capacity_left(instance_type, zone, market)
        room -= sum(p["count"] for p in planned if p["key"] == key and key is not None)
        each = vcpus_of(instance_type)
        used = self.rig.machines.vcpus_in_use(market, vcpus_of)
        used += sum(p["count"] * vcpus_of(p["type"]) for p in planned if p["market"] == market)
        by_quota = max(0, self.rig.faults["quota"][market] - used) // each
        count = min(want, room, by_quota)
        why = None
        if count < want and room <= by_quota:
            why = (
                "InsufficientInstanceCapacity",
                f"There is no {market} capacity available that matches your request ({instance_type}, {zone}).",
            )
        elif count < want and market == "spot":
            why = "MaxSpotInstanceCountExceeded", "Max spot instance count exceeded"
        elif count < want:
            why = (
                "VcpuLimitExceeded",
                f"You have requested more vCPU capacity than your current vCPU limit of "
                f"{self.rig.faults['quota'][market]} allows for the instance bucket that the specified instance type "
                "belongs to.",
            )
        pool = {"type": instance_type, "zone": zone, "market": market, "count": count, "key": key}
        return pool, why

    def spend(self, planned):
        for pool in planned:
            if pool["key"] is not None:
                self.rig.faults["capacity"][pool["key"]] -= pool["count"]

    def adopt(self, backend, instance_id, data, market):
        """Makes moto's instance what was asked for (its fleets forget half of the template) and starts it."""
        view = backend.get_instance(instance_id)
        view.lifecycle = "spot" if market == "spot" else None
        view.instance_initiated_shutdown_behavior = data.get("InstanceInitiatedShutdownBehavior", "stop")
        profile = data.get("IamInstanceProfile") or {}
        if (profile.get("Name") or profile.get("Arn")) and instance_id not in backend.iam_instance_profile_associations:
            backend.associate_iam_instance_profile(
                instance_id=instance_id,
                iam_instance_profile_name=profile.get("Name"),
                iam_instance_profile_arn=profile.get("Arn"),
            )
        self.rig.machines.add(view, data, market)

    def subnet_and_zone(self, backend, subnet, zone):
        """Every (subnet, zone) that an override can mean."""
        known = [s for by_zone in backend.subnets.values() for s in by_zone.values()]
        if subnet:
            return [(s.id, s.availability_zone) for s in known if s.id == subnet] or [(subnet, "?")]
        default = [s for s in known if str(s.default_for_az).lower() == "true"]
        fits = [s for s in default if not zone or s.availability_zone == zone]
        return [(s.id, s.availability_zone) for s in sorted(fits, key=lambda s: s.availability_zone)]

    def do_create_fleet(self, request, form):
        backend = self.backend(request.region)
        if form.get("Type") != "instant":
            return ec2_error("InvalidParameterValue", "the rig has instant fleets only")
        pools = []
        for c in range(1, 51):
            base = f"LaunchTemplateConfigs.{c}."
            spec = base + "LaunchTemplateSpecification."
            name, template_id = form.get(spec + "LaunchTemplateName"), form.get(spec + "LaunchTemplateId")
            if not name and not template_id:
                break
            try:
                data = self.template_data(backend, name, template_id, form.get(spec + "Version"))
            except Exception:
                return ec2_error("InvalidLaunchTemplateId.NotFound", "The specified launch template does not exist.")
            given = {k: v for k, v in form.items() if k.startswith(spec)}
            for o in range(1, 301):
                over = {
                    k[len(f"{base}Overrides.{o}.") :]: v for k, v in form.items() if k.startswith(f"{base}Overrides.{o}.")
                }
                if not over and o > 1:
                    break
                kind = over.get("InstanceType") or data.get("InstanceType")
                if kind not in INSTANCE_TYPES:
                    return ec2_error("InvalidParameterValue", f"Invalid value '{kind}' for InstanceType.")
                subnet = over.get("SubnetId") or data.get("SubnetId")
                for subnet, zone in self.subnet_and_zone(backend, subnet, over.get("AvailabilityZone")):
                    pools.append((given, data, kind, subnet, zone))
        if not pools:
            return ec2_error("MissingParameter", "The request must contain the parameter LaunchTemplateConfigs")

        capacity = "TargetCapacitySpecification."
        total = int(form[capacity + "TotalTargetCapacity"])
        wanted = {
            "spot": int(form.get(capacity + "SpotTargetCapacity", 0)),
            "on-demand": int(form.get(capacity + "OnDemandTargetCapacity", 0)),
        }
        wanted[form.get(capacity + "DefaultTargetCapacityType", "on-demand")] += total - sum(wanted.values())
        planned, errors = [], []
        for market, want in wanted.items():
            for given, data, kind, subnet, zone in pools:
                if want <= 0:
                    break
                why = self.why_not(backend, data, subnet)
                if why is None:
                    pool, why = self.grant(kind, zone, market, want, planned)
                    if pool["count"] > 0:
                        planned.append({**pool, "given": given, "data": data, "subnet": subnet})
                        want -= pool["count"]
                if why is not None:
                    errors.append((given, kind, subnet, zone, market, why))
        least = {"spot": "SpotOptions.MinTargetCapacity", "on-demand": "OnDemandOptions.MinTargetCapacity"}
        for market, name in least.items():
            if sum(p["count"] for p in planned if p["market"] == market) < int(form.get(name, 0)):
                planned = [p for p in planned if p["market"] != market]
        self.spend(planned)
        return self.fleet_answer(request, form, backend, pools[0], planned, errors)

    def fleet_answer(self, request, form, backend, first_pool, planned, errors):
        """One call of moto for each pool, put together."""
        rest = {k: v for k, v in form.items() if not re.match("LaunchTemplateConfigs|TargetCapacitySpec|ClientToken", k)}
        root = None
        nothing = {"given": first_pool[0], "type": first_pool[2], "subnet": first_pool[3], "count": 0, "market": "spot"}
        for pool in planned or [nothing]:
            single = {
                **rest,
                **{re.sub(r"Configs\.\d+", "Configs.1", k): v for k, v in pool["given"].items()},
                "LaunchTemplateConfigs.1.Overrides.1.InstanceType": pool["type"],
                "LaunchTemplateConfigs.1.Overrides.1.SubnetId": pool["subnet"],
                "TargetCapacitySpecification.TotalTargetCapacity": str(pool["count"]),
                "TargetCapacitySpecification.DefaultTargetCapacityType": pool["market"],
            }
            answer = self.rig.moto(self.with_form(request, single))
            if answer.status != 200:
                return answer
            part = parse(answer.body)
            for item in part.iterfind("fleetInstanceSet/item/instanceIds/item"):
                self.adopt(backend, item.text, pool["data"], pool["market"])
            if root is None:
                root = part
            else:
                root.find("fleetInstanceSet").extend(part.iterfind("fleetInstanceSet/item"))
        error_set = root.find("errorSet")
        if error_set is None:
            error_set = ET.SubElement(root, "errorSet")
        for given, kind, subnet, zone, market, (code, message) in errors:
            item = ET.SubElement(error_set, "item")
            both = ET.SubElement(item, "launchTemplateAndOverrides")
            spec = ET.SubElement(both, "launchTemplateSpecification")
            for name, value in given.items():
                name = name.rsplit(".", 1)[-1]
                ET.SubElement(spec, name[0].lower() + name[1:]).text = value
            over = ET.SubElement(both, "overrides")
            for name, value in (("instanceType", kind), ("subnetId", subnet), ("availabilityZone", zone)):
                ET.SubElement(over, name).text = value
            for name, value in (("lifecycle", market), ("errorCode", code), ("errorMessage", message)):
                ET.SubElement(item, name).text = value
        return render(root)

    def do_run_instances(self, request, form):
        backend = self.backend(request.region)
        if len(user_data(form.get("UserData"))) > USER_DATA_BYTES:
            return too_much_user_data()
        data = {}
        name, template_id = form.get("LaunchTemplate.LaunchTemplateName"), form.get("LaunchTemplate.LaunchTemplateId")
        if name or template_id:
            try:
                data = dict(self.template_data(backend, name, template_id, form.get("LaunchTemplate.Version")))
            except Exception:
                return ec2_error("InvalidLaunchTemplateId.NotFound", "The specified launch template does not exist.")
        for key in ("ImageId", "InstanceType", "UserData", "InstanceInitiatedShutdownBehavior", "SubnetId"):
            if key in form:
                data[key] = form[key]
        for key in ("Name", "Arn"):
            if f"IamInstanceProfile.{key}" in form:
                data["IamInstanceProfile"] = {key: form[f"IamInstanceProfile.{key}"]}
        if "MetadataOptions.HttpTokens" in form:
            data["MetadataOptions"] = {"HttpTokens": form["MetadataOptions.HttpTokens"]}
        if groups := pick(form, r"SecurityGroupId\.(\d+)"):
            data["SecurityGroupIds"] = groups
        market = "spot" if form.get("InstanceMarketOptions.MarketType") == "spot" else "on-demand"
        kind = data.get("InstanceType", "m1.small")
        if kind not in INSTANCE_TYPES:
            return ec2_error("InvalidParameterValue", f"Invalid value '{kind}' for InstanceType.")
        zones = self.subnet_and_zone(backend, data.get("SubnetId"), form.get("Placement.AvailabilityZone"))
        why = self.why_not(backend, data, data.get("SubnetId"))
        if why is not None:
            return self.unauthorized(why[1].rsplit(" ", 1)[-1]) if why[0] == "UnauthorizedOperation" else ec2_error(*why)
        if form.get("DryRun") == "true":
            return self.rig.moto(request)
        least, most = int(form.get("MinCount", 1)), int(form.get("MaxCount", 1))
        for subnet, zone in zones:
            pool, why = self.grant(kind, zone, market, most, [])
            if pool["count"] >= least:
                self.spend([pool])
                answer = self.rig.moto(
                    self.with_form(request, {**form, "MinCount": str(pool["count"]), "SubnetId": subnet})
                )
                if answer.status == 200:
                    for item in parse(answer.body).iter("instanceId"):
                        self.adopt(backend, item.text, data, market)
                return answer
        return ec2_error(*why, 500 if why[0] == "InsufficientInstanceCapacity" else 400)

    # -- looking and ending --

    def do_describe_instances(self, request, form):
        asked = pick(form, r"InstanceId\.(\d+)")
        if young := [i for i in asked if self.rig.machines.is_too_young(i)]:
            return ec2_error("InvalidInstanceID.NotFound", f"The instance ID '{young[0]}' does not exist")
        answer = self.rig.moto(request)
        if answer.status != 200 or not self.rig.faults["describe_lag_s"]:
            return answer
        root = parse(answer.body)
        for instances in root.iter("instancesSet"):
            for item in list(instances):
                if self.rig.machines.is_too_young(item.findtext("instanceId")):
                    instances.remove(item)
        return render(root)

    def do_terminate_instances(self, request, form):
        asked = pick(form, r"InstanceId\.(\d+)")
        if young := [i for i in asked if self.rig.machines.is_too_young(i)]:
            return ec2_error("InvalidInstanceID.NotFound", f"The instance ID '{young[0]}' does not exist")
        for name in asked:
            self.rig.machines.stop(name, "terminated", "Client.UserInitiatedShutdown")
        return self.rig.moto(request)

    def do_describe_spot_price_history(self, request, form):
        """moto's history with prices that a person could believe: they grow with the vCPUs and differ by zone."""
        answer = self.rig.moto(request)
        if answer.status != 200:
            return answer
        root = parse(answer.body)
        for item in root.iterfind("spotPriceHistorySet/item"):
            kind, zone = item.findtext("instanceType"), item.findtext("availabilityZone")
            usd = SPOT_USD_PER_VCPU * vcpus_of(kind) * (1 + 0.1 * (ord(zone[-1]) - ord("a")))
            item.find("spotPrice").text = f"{usd:.6f}"
        return render(root)

    # -- the smaller services --

    def sts(self, request):
        action = request.form().get("Action", "")
        self.rig.count(request.who, "actions", f"sts:{action}")
        bad = self.credentials_error(lambda c, m: query_error(c, m, 403), ("ExpiredToken", "InvalidClientTokenId"))
        if bad is not None:
            return bad
        if f"sts:{action}" in self.rig.faults["denied"]:
            return query_error("AccessDenied", f"not authorized to perform: sts:{action}", 403)
        return self.rig.moto(request)

    def quotas(self, request):
        action = request.headers.get("x-amz-target", "").rsplit(".", 1)[-1]
        self.rig.count(request.who, "actions", f"servicequotas:{action}")
        names = ("ExpiredTokenException", "UnrecognizedClientException")
        bad = self.credentials_error(json_error, names)
        if bad is not None:
            return bad
        if f"servicequotas:{action}" in self.rig.faults["denied"]:
            return json_error("AccessDeniedException", f"not authorized to perform: servicequotas:{action}")
        code = json.loads(request.body).get("QuotaCode")
        if action != "GetServiceQuota" or code not in QUOTAS:
            return json_error("NoSuchResourceException", f"The request failed because the specified quota {code} does not exist.")
        quota = {"ServiceCode": "ec2", "QuotaCode": code, "Value": float(self.rig.faults["quota"][QUOTAS[code]])}
        answer = json_answer({"Quota": quota})
        answer.headers = [("Content-Type", "application/x-amz-json-1.1")]
        return answer


def user_data(encoded):
    return base64.b64decode(encoded or "")


def too_much_user_data():
    return ec2_error("InvalidParameterValue", "User data is limited to 16384 bytes")
