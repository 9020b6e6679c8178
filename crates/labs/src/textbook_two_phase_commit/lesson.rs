//! The text below the stage.

use crate::lab::{Lesson, Source};

pub(super) const LESSON: Lesson = Lesson {
    what: "The specification TwoPhase of Gray and Lamport: resource managers that prepare or abort, \
           a transaction manager that decides once it has heard from all of them, and the set of \
           all messages that were ever sent.",
    why: "It is the smallest text that says what two-phase commit is, and the one whose states every \
          model checker counts: who gets another number reads another protocol, or counts \
          otherwise.",
    when: &[
        "When you want to know what a protocol allows, before you ask how fast it is or what it \
         does in a crash.",
        "When you write a checker: three managers have 288 states, 1,146 are generated, and the \
         search is eleven levels deep.",
    ],
    when_not: &[
        "When you want to see logs, locks, time-outs or crashes: the lab two-phase commit has them, \
         and its states are many more.",
        "When you ask whether something will happen: the specification says what may, and nothing \
         here has to.",
    ],
    wrong: &[
        "A transaction manager that commits before it has heard from everybody: three steps are \
         enough for one manager to commit while another has aborted.",
        "A manager that is prepared may no longer decide alone, and the specification lets it wait \
         for ever: blocking is what two-phase commit is known for, and no law of safety sees it.",
    ],
    trade_offs: &[
        "Messages are a set that never shrinks. A message that may be received at any time, or \
         never, is lost, late and doubled at once, so there is no need to model any of the three, \
         and no state is told from another by what is still on its way.",
        "That is cheaper to check than a network: seven managers have 296,448 states here. It also \
         leaves out what a network makes hard, because nobody forgets: no log, no crash, no \
         recovery.",
        "Managers are interchangeable, so a search may take states that differ in their names for \
         one. Then it keeps a small part of them, and still knows how many there are in all.",
    ],
    try_this: &[
        "Take the steps by hand: every button is a disjunct of the specification, and those that \
         are not enabled are not there.",
        "On the tab Check, search with three managers and compare the numbers with those that are \
         published; then take the managers for alike.",
        "Take the guard away, so that the transaction manager may commit at any time, and have the shortest way shown to one \
         that commits while another has aborted.",
    ],
    modelled: &[
        "Every disjunct of TPNext, one by one, a received message that changes nothing included: \
         that is why the numbers are the published ones.",
        "TCConsistent as a law of states, and the refinement of transaction commit (TCSpec) as a \
         law of steps.",
    ],
    not_modelled: &[
        "Prepare messages from the transaction manager, and abort messages from a manager to it: \
         the specification leaves them out too, and lets both act of their own accord.",
        "Time, logs, crashes and locks: the lab two-phase commit has them.",
        "That anything must happen: fairness is no part of the specification.",
    ],
    sources: &[
        Source {
            title: "Jim Gray, Leslie Lamport, Consensus on Transaction Commit, ACM Transactions on \
                    Database Systems 31(1), 2006",
            url: "https://www.microsoft.com/en-us/research/uploads/prod/2004/01/consensus-on-transaction-commit.pdf",
        },
        Source {
            title: "TLA+ Examples, specifications/transaction_commit: TwoPhase.tla and the counts in \
                    manifest.json",
            url: "https://github.com/tlaplus/Examples/tree/master/specifications/transaction_commit",
        },
        Source {
            title: "Stateright, example 2pc: counts for three and five managers",
            url: "https://github.com/stateright/stateright/blob/master/examples/2pc.rs",
        },
        Source {
            title: "C. Norris Ip, David L. Dill, Better Verification Through Symmetry, Formal \
                    Methods in System Design 9, 1996",
            url: "https://doi.org/10.1007/BF00625968",
        },
    ],
};
