//! Words: for steps, states and messages, and the numbers folded over them.

use kernel::{Edge, Fold, Metric, Said, Tone};

use super::model::{Fact, TextbookTwoPhaseCommit as Lab};
use super::spec::{Action, Message, Rm, RmState, TmState};

pub(super) const METRICS: [Metric<Lab>; 4] = [
    Metric {
        key: "all_committed",
        label: "transactions committed",
        unit: "",
        fold: Fold::Count(|fact: &Fact| u64::from(fact.outcome == Some(RmState::Committed))),
    },
    Metric {
        key: "all_aborted",
        label: "transactions aborted",
        unit: "",
        fold: Fold::Count(|fact: &Fact| u64::from(fact.outcome == Some(RmState::Aborted))),
    },
    Metric {
        key: "messages",
        label: "messages sent",
        unit: "",
        fold: Fold::Count(|fact: &Fact| {
            let sends =
                matches!(fact.action, Action::RmPrepare(_) | Action::TmCommit | Action::TmAbort);
            u64::from(sends && fact.is_new)
        }),
    },
    Metric {
        key: "decided_after",
        label: "time until all have decided",
        unit: "s",
        fold: Fold::Lasted(|fact: &Fact| match fact.outcome {
            Some(_) => Some(Edge::Ends),
            None => fact.is_first.then_some(Edge::Begins),
        }),
    },
];

/// A resource manager by name.
pub fn manager(rm: Rm) -> String {
    format!("manager {}", rm + 1)
}

/// How a resource manager is.
pub fn of_rm(state: RmState) -> &'static str {
    match state {
        RmState::Working => "working",
        RmState::Prepared => "prepared",
        RmState::Committed => "committed",
        RmState::Aborted => "aborted",
    }
}

/// How the transaction manager is.
pub fn of_tm(state: TmState) -> &'static str {
    match state {
        TmState::Init => "undecided",
        TmState::Committed => "committed",
        TmState::Aborted => "aborted",
    }
}

/// A message.
pub fn message(message: Message) -> String {
    match message {
        Message::Prepared(rm) => format!("prepared {}", rm + 1),
        Message::Commit => "commit".to_owned(),
        Message::Abort => "abort".to_owned(),
    }
}

/// The disjunct's name in the specification.
pub fn disjunct(action: Action) -> String {
    let (name, rm) = match action {
        Action::TmCommit => return "TMCommit".to_owned(),
        Action::TmAbort => return "TMAbort".to_owned(),
        Action::TmRcvPrepared(rm) => ("TMRcvPrepared", rm),
        Action::RmPrepare(rm) => ("RMPrepare", rm),
        Action::RmChooseToAbort(rm) => ("RMChooseToAbort", rm),
        Action::RmRcvCommitMsg(rm) => ("RMRcvCommitMsg", rm),
        Action::RmRcvAbortMsg(rm) => ("RMRcvAbortMsg", rm),
    };
    format!("{name}({})", rm + 1)
}

/// An action in a link.
pub fn write(action: Action) -> String {
    let (name, rm) = match action {
        Action::TmCommit => return "tm-commit".to_owned(),
        Action::TmAbort => return "tm-abort".to_owned(),
        Action::TmRcvPrepared(rm) => ("hear", rm),
        Action::RmPrepare(rm) => ("prepare", rm),
        Action::RmChooseToAbort(rm) => ("choose-abort", rm),
        Action::RmRcvCommitMsg(rm) => ("commit", rm),
        Action::RmRcvAbortMsg(rm) => ("abort", rm),
    };
    format!("{name}:{}", rm + 1)
}

/// A step in a sentence.
pub fn say(fact: &Fact) -> Said {
    if !fact.is_new {
        return Said::plain(format!("{} again, which changes nothing", disjunct(fact.action)));
    }
    let (tone, text) = match fact.action {
        Action::TmCommit => (Tone::Ok, "the transaction manager decided to commit".to_owned()),
        Action::TmAbort => (Tone::Lost, "the transaction manager decided to abort".to_owned()),
        Action::TmRcvPrepared(rm) => {
            let text = format!("the transaction manager heard that {} is prepared", manager(rm));
            return Said::plain(text);
        }
        Action::RmPrepare(rm) => (Tone::Wait, format!("{} prepared, and said so", manager(rm))),
        Action::RmChooseToAbort(rm) => {
            (Tone::Lost, format!("{} aborted by itself, and told nobody", manager(rm)))
        }
        Action::RmRcvCommitMsg(rm) => (Tone::Ok, format!("{} committed", manager(rm))),
        Action::RmRcvAbortMsg(rm) => (Tone::Lost, format!("{} aborted", manager(rm))),
    };
    let all = match fact.outcome {
        Some(RmState::Committed) => ": now all have committed",
        Some(_) => ": now all have aborted",
        None => "",
    };
    Said::mark(tone, text + all)
}
