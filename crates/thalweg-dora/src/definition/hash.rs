//! A hash of a definition's text: FNV-1a of 128 bits, the same on every machine and in every version of the compiler.

const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;

/// The hash in 32 hexadecimal digits. It tells definitions apart; it does not withstand somebody who wants a collision.
pub(super) fn hash(text: &str) -> String {
    let mixed = text.bytes().fold(OFFSET, |hash, byte| (hash ^ u128::from(byte)).wrapping_mul(PRIME));
    format!("{mixed:032x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_values_of_fnv_1a_128() {
        // From the test vectors of draft-eastlake-fnv.
        assert_eq!(hash(""), "6c62272e07bb014262b821756295c58d");
        assert_eq!(hash("a"), "d228cb696f1a8caf78912b704e4a8964");
    }
}
