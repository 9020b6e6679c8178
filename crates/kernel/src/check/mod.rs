//! Exhaustive search.
use crate::model::Model;
use crate::oracle::Purse;
use crate::world::World;

/// A search over one model.
pub trait Explore {}

/// The typed part of a search.
pub(crate) struct Explorer<M: Model>(std::marker::PhantomData<M>);

impl<M: Model> Explorer<M> {
    pub(crate) fn new(_world: &World<M>, _limits: Purse) -> Explorer<M> {
        Explorer(std::marker::PhantomData)
    }
}

impl<M: Model> Explore for Explorer<M> {}
