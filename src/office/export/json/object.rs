//! Objects as they are written: keys and values, in this order.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

/// An object.
pub(super) struct Object<E>(pub(super) E);

/// The entries of an object.
pub(super) trait Entries {
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error>;
}

/// An entry and those behind it.
pub(super) struct Entry<V, E>(pub(super) &'static str, pub(super) V, pub(super) E);

impl Entries for () {
    fn write<M: SerializeMap>(&self, _: &mut M) -> Result<(), M::Error> {
        Ok(())
    }
}

impl<V: Serialize, E: Entries> Entries for Entry<V, E> {
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry(self.0, &self.1)?;
        self.2.write(map)
    }
}

impl<E: Entries> Serialize for Object<E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.0.write(&mut map)?;
        map.end()
    }
}

/// An object of keys and values; behind `..`, one whose entries come after them.
macro_rules! object {
    (@entries) => { () };
    (@entries ..$rest:expr) => { $rest.0 };
    (@entries $key:literal: $value:expr $(, $($more:tt)*)?) => {
        $crate::export::json::object::Entry($key, $value, object!(@entries $($($more)*)?))
    };
    ($($entries:tt)*) => { $crate::export::json::object::Object(object!(@entries $($entries)*)) };
}
pub(super) use object;
