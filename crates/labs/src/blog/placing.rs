//! Where users live: the ring of the lab on consistent hashing, asked by the name of the user.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::few::Few;
use super::state::{ShardNo, User};
use crate::hash_ring::members::{Cannot, Members, Shard};
use crate::hash_ring::placement::Placement;
use crate::hash_ring::ring::Ring;

/// Where users live, for every set of shards that was asked for.
#[derive(Debug)]
pub struct Placing {
    names: Vec<Rc<str>>,
    virtual_nodes: u32,
    homes: RefCell<BTreeMap<Few, Rc<[ShardNo]>>>,
}

impl Placing {
    /// Users of these names, on shards that stand at so many points of the ring each.
    ///
    /// # Errors
    /// What the ring has against that.
    pub fn new(names: Vec<Rc<str>>, virtual_nodes: u32) -> Result<Placing, Cannot> {
        let placing = Placing { names, virtual_nodes, homes: RefCell::default() };
        placing.ring(Few::one(1))?;
        Ok(placing)
    }

    /// The ring of these shards.
    ///
    /// # Errors
    /// When there is none, or when they stand at too many points.
    pub fn ring(&self, members: Few) -> Result<Ring, Cannot> {
        let shard = |number: ShardNo| Shard::new(number.into(), format!("s{number}"));
        Ring::new(Members::new(members.iter().map(shard).collect())?, self.virtual_nodes)
    }

    /// The shard of every user, while these are the members; at least one is.
    pub fn homes(&self, members: Few) -> Rc<[ShardNo]> {
        if let Some(homes) = self.homes.borrow().get(&members) {
            return homes.clone();
        }
        let ring = self.ring(members).expect("one shard stands on a ring, so some do");
        let home = |name: &Rc<str>| ring.locate(ring.digest(name.as_bytes())) as ShardNo;
        let homes: Rc<[ShardNo]> = self.names.iter().map(home).collect();
        self.homes.borrow_mut().insert(members, homes.clone());
        homes
    }

    /// The name of a user.
    pub fn name(&self, user: User) -> &str {
        self.names.get(usize::from(user)).map_or("nobody", |name| name)
    }
}
