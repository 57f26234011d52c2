//! Which versions a crate depends on: of `Cargo.toml` and `Cargo.lock` only the lines that say it, as cargo writes them.

use std::collections::BTreeSet;

use crate::Error;

/// `Cargo.lock`.
#[derive(Debug)]
pub(crate) struct Lock(Vec<Package>);

#[derive(Debug, Default)]
struct Package {
    name: String,
    version: String,
    /// Of a registry or repository; crates of the workspace are not.
    is_foreign: bool,
    /// `name`, or `name version` where there are several.
    dependencies: Vec<String>,
}

/// What a crate of the workspace depends on.
#[derive(Debug, Default)]
pub(crate) struct Resolved {
    /// Crates of the workspace, by name.
    pub members: Vec<String>,
    /// `name version` of all others, and of what these depend on.
    pub versions: BTreeSet<String>,
}

impl Lock {
    pub fn parse(text: &str) -> Self {
        let mut packages: Vec<Package> = Vec::new();
        for line in text.lines() {
            if line == "[[package]]" {
                packages.push(Package::default());
            }
            let Some(package) = packages.last_mut() else {
                continue;
            };
            let value = |key: &str| Some(line.strip_prefix(key)?.trim_matches('"').to_owned());
            if let Some(name) = value("name = ") {
                package.name = name;
            } else if let Some(version) = value("version = ") {
                package.version = version;
            } else if line.starts_with("source = ") {
                package.is_foreign = true;
            } else if let Some(dependency) = line.strip_prefix(" \"") {
                let dependency = dependency.trim_end_matches(['"', ',']);
                package.dependencies.push(dependency.to_owned());
            }
        }
        Self(packages)
    }

    /// What the crate `name` of the workspace depends on, given the names in its `[dependencies]`: `Cargo.lock` has
    /// those of its tests among them.
    pub fn resolve(&self, name: &str, wanted: &[&str]) -> Result<Resolved, Error> {
        let own = &self.find(name)?.dependencies;
        let mut open = Vec::new();
        for name in wanted {
            let of_name = |one: &&String| one.split(' ').next() == Some(name);
            let dependency = own.iter().find(of_name);
            open.push(dependency.ok_or_else(|| Error::Unresolved((*name).to_owned()))?);
        }
        let mut resolved = Resolved::default();
        while let Some(dependency) = open.pop() {
            let package = self.find(dependency)?;
            let is_new = |known: &mut Resolved| {
                let version = format!("{} {}", package.name, package.version);
                known.versions.insert(version)
            };
            if !package.is_foreign {
                resolved.members.push(package.name.clone());
            } else if is_new(&mut resolved) {
                open.extend(&package.dependencies);
            }
        }
        Ok(resolved)
    }

    fn find(&self, dependency: &str) -> Result<&Package, Error> {
        let mut words = dependency.split(' ');
        let (name, version) = (words.next().unwrap_or_default(), words.next());
        let is_meant = |one: &&Package| {
            one.name == name && version.is_none_or(|version| one.version == version)
        };
        let mut found = self.0.iter().filter(is_meant);
        match (found.next(), found.next()) {
            (Some(package), None) => Ok(package),
            _ => Err(Error::Unresolved(dependency.to_owned())),
        }
    }
}

/// The names in `[dependencies]` of a `Cargo.toml` that has one on each line.
pub(crate) fn dependencies(manifest: &str) -> Vec<&str> {
    let lines = manifest.lines().map(str::trim);
    lines
        .skip_while(|line| *line != "[dependencies]")
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .filter_map(|line| line.split(['.', ' ', '=']).next())
        .collect()
}
