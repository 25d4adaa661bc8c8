//! A selection of rows, frozen: which rows it names stays the same however the list changes.
//!
//! It is stored as the distances between the sorted identities, each as few bytes as it needs, so that a million rows
//! that lie close together are a megabyte.

/// Identities as bytes, without order and without repetition.
pub fn pack(rows: impl IntoIterator<Item = i64>) -> Vec<u8> {
    let mut rows: Vec<i64> = rows.into_iter().collect();
    rows.sort_unstable();
    rows.dedup();
    let mut packed = Vec::with_capacity(rows.len() + 10);
    let mut previous = i64::MIN;
    for row in rows {
        // The distance between any two identities fits in 64 bits.
        let mut distance = row.wrapping_sub(previous).cast_unsigned();
        previous = row;
        while distance >= 0x80 {
            packed.push((distance & 0x7f) as u8 | 0x80);
            distance >>= 7;
        }
        packed.push(distance as u8);
    }
    packed
}

/// The identities that were packed, in rising order; `None` when the bytes are no such thing.
pub fn unpack(packed: &[u8]) -> Option<Vec<i64>> {
    let mut rows = Vec::new();
    let mut previous = i64::MIN;
    let (mut distance, mut shift) = (0_u64, 0);
    for byte in packed {
        let part = u64::from(byte & 0x7f);
        // The tenth byte holds the one bit that is left.
        if shift > 63 || (shift == 63 && part > 1) {
            return None;
        }
        distance |= part << shift;
        shift += 7;
        if byte & 0x80 == 0 {
            if distance == 0 && !rows.is_empty() {
                return None;
            }
            let (row, overflows) = previous.overflowing_add_unsigned(distance);
            if overflows {
                return None;
            }
            rows.push(row);
            (previous, distance, shift) = (row, 0, 0);
        }
    }
    (shift == 0).then_some(rows)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_packed_comes_back_in_order_and_once(
            rows in proptest::collection::vec(prop_oneof![any::<i64>(), 0_i64..2000], 0..300),
        ) {
            let expected: Vec<i64> =
                rows.iter().copied().collect::<std::collections::BTreeSet<_>>().into_iter().collect();
            prop_assert_eq!(unpack(&pack(rows)), Some(expected));
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Some(rows) = unpack(&bytes) {
                prop_assert!(rows.is_sorted());
            }
        }

        #[test]
        fn what_is_cut_off_is_refused(rows in proptest::collection::vec(1000_i64..1_000_000, 1..50)) {
            let packed = pack(rows);
            // A first identity takes ten bytes, of which nine are not enough.
            prop_assert_eq!(unpack(&packed[..9]), None);
        }
    }

    #[test]
    fn the_ends_of_the_numbers_are_kept() {
        let ends = [i64::MIN, -1, 0, 1, i64::MAX];
        assert_eq!(unpack(&pack(ends)), Some(ends.to_vec()));
        assert_eq!(unpack(&[]), Some(Vec::new()));
    }

    #[test]
    fn a_million_rows_are_a_megabyte() {
        assert!(pack(1..=1_000_000).len() < 1_000_020);
        assert!(pack((1..=1_000_000).map(|row| row * 100)).len() < 1_000_020);
    }
}
