//! From what is written on pages to proposals.

mod odd_pages;
