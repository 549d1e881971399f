//! The proposals, held against the sources that come with the program.
