//! The program as a whole, as people and other programs run it. What concerns one crate is tested there.

#[cfg(unix)]
mod at_the_end;
mod bad_input;
#[cfg(unix)]
mod burst;
#[cfg(all(feature = "aws", target_os = "linux"))]
mod burst_aws;
mod cli;
mod docs;
#[cfg(feature = "aws")]
mod doctor_burst;
mod evidence;
#[cfg(feature = "tesseract")]
mod golden;
mod house;
#[cfg(unix)]
mod killed;
mod learn;
mod office;
#[cfg(target_os = "linux")]
mod private;
#[cfg(all(feature = "tesseract", target_os = "linux"))]
mod program;
#[cfg(unix)]
mod reader;
#[cfg(all(feature = "tesseract", unix))]
mod reader_ocr;
mod report;
mod run;
#[cfg(feature = "tesseract")]
mod schema;
#[cfg(all(feature = "tesseract", unix))]
mod signals;
mod support;
mod texts;
mod ubl_files;
