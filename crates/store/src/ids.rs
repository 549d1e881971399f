//! Names of what is kept: twelve hexadecimal digits of a hash of the content, so that the same thing has the same
//! name and a name is safe as a folder.

use crate::error::StoreError;
use crate::key::hex;
use sha2::{Digest, Sha256};
use std::fmt;

macro_rules! content_id {
    ($(#[$doc:meta])* $name:ident, $word:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $name(String);

        impl $name {
            /// Reads the twelve hexadecimal digits.
            ///
            /// # Errors
            /// `NotFound` where the text is not such a name.
            pub fn parse(text: &str) -> Result<$name, StoreError> {
                let text = text.trim();
                let fits = text.len() == 12 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
                fits.then(|| $name(text.to_owned())).ok_or_else(|| {
                    StoreError::NotFound(format!(
                        concat!("«{}» er ikke navnet på ", $word, ": det er 12 tegn, 0-9 og a-f."),
                        text
                    ))
                })
            }

            /// The twelve digits.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            pub(crate) fn of(content: ContentHash) -> $name {
                $name(content.finish())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

content_id!(
    /// An import.
    ImportId,
    "en indlæsning"
);
content_id!(
    /// A basis.
    BasisId,
    "et grundlag"
);
content_id!(
    /// A run of a control.
    RunId,
    "en kørsel"
);

/// A hash over parts, each with its length before it, so that no two lists of parts read alike.
pub(crate) struct ContentHash(Sha256);

impl ContentHash {
    pub(crate) fn begin(kind: &str) -> ContentHash {
        ContentHash(Sha256::new()).with(kind)
    }

    pub(crate) fn with(mut self, part: &str) -> ContentHash {
        self.0.update((part.len() as u64).to_be_bytes());
        self.0.update(part.as_bytes());
        self
    }

    pub(crate) fn with_number(self, number: Option<i64>) -> ContentHash {
        self.with(&number.map_or(String::new(), |n| n.to_string()))
    }

    pub(crate) fn bytes(self) -> [u8; 32] {
        self.0.finalize().into()
    }

    fn finish(self) -> String {
        hex(&self.bytes()[..6])
    }
}
