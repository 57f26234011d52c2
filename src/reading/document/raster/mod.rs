//! Picture files: TIFF, JPEG, PNG, GIF, BMP, WebP.
//!
//! The size that a header claims is checked before anything is decoded.

mod density;
mod fax;
mod file;
mod ifd;
mod tiff;

pub(super) use file::RasterFile;
