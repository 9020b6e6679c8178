//! Where everything stands.

/// A stage of at least so many pixels has names and figures beside the lanes.
const WIDE: f64 = 620.0;

/// So many seconds are shown where there is room.
const REACH_WIDE: f64 = 3.0;
/// And on a phone.
const REACH_NARROW: f64 = 2.0;

/// How wide a column of figures is.
pub const COLUMN: f64 = 50.0;
/// How many there are.
pub const COLUMNS: usize = 5;
/// How wide names are.
const NAMES: f64 = 158.0;
/// And those of the writers alone.
const NAMES_NARROW: f64 = 24.0;
/// What stands at the present is written on beyond it.
const AHEAD: f64 = 46.0;
/// A line of text.
pub const LINE: f64 = 14.0;
/// A writer's track within a lane.
const TRACK: f64 = 7.0;
/// And in a small picture.
const TRACK_BARE: f64 = 4.0;
/// What the ruler takes below the lanes.
const RULER: f64 = 18.0;

/// Where everything stands, in pixels.
pub struct Layout {
    /// Names and figures stand beside the lanes.
    pub is_wide: bool,
    /// Nothing is written.
    pub is_bare: bool,
    /// The whole width.
    pub width: f64,
    /// The left edge of the lanes.
    pub left: f64,
    /// How wide the lanes are.
    pub room: f64,
    /// How many seconds of the past that is.
    pub reach: f64,
    /// How many writers have a track in each lane.
    pub writers: f64,
}

impl Layout {
    /// For a picture of a width.
    pub fn of(width: f64, writers: u8, is_bare: bool) -> Layout {
        let is_wide = width >= WIDE && !is_bare;
        let left = match (is_bare, is_wide) {
            (true, _) => 0.0,
            (false, true) => NAMES,
            (false, false) => NAMES_NARROW,
        };
        let right = if is_wide { COLUMN * COLUMNS as f64 + 8.0 } else { 0.0 };
        let reach = if is_wide { REACH_WIDE } else { REACH_NARROW };
        let room = width - left - right;
        Layout { is_wide, is_bare, width, left, room, reach, writers: writers.into() }
    }

    /// Pixels a second.
    pub fn scale(&self) -> f64 {
        let ahead = if self.is_bare { 0.0 } else { AHEAD };
        (self.room - ahead) / self.reach
    }

    /// How high the row of a writer's requests is.
    pub fn row(&self) -> f64 {
        if self.is_bare { TRACK } else { LINE }
    }

    /// How high a writer's track in a lane is.
    fn pitch(&self) -> f64 {
        if self.is_bare { TRACK_BARE } else { TRACK }
    }

    /// Where the first lane begins.
    pub fn top(&self) -> f64 {
        self.row() * self.writers + if self.is_bare { 4.0 } else { 22.0 }
    }

    /// What stands above the tracks of a lane.
    pub fn head(&self) -> f64 {
        match (self.is_bare, self.is_wide) {
            (true, _) => 3.0,
            (false, true) => 8.0,
            (false, false) => 2.0 * LINE + 10.0,
        }
    }

    /// How many rows of ids stand below the tracks.
    pub fn rows(&self) -> u64 {
        match (self.is_bare, self.is_wide) {
            (true, _) => 0,
            (false, true) => 2,
            (false, false) => 1,
        }
    }

    /// How high a lane is.
    pub fn lane(&self) -> f64 {
        self.head() + self.pitch() * self.writers + LINE * self.rows() as f64 + 4.0
    }

    /// The middle of a writer's track in a lane.
    pub fn track(&self, lane: usize, writer: u8) -> f64 {
        self.top()
            + self.lane() * lane as f64
            + self.head()
            + self.pitch() * (f64::from(writer) + 0.5)
    }

    /// The line of a row of ids in a lane.
    pub fn ids(&self, lane: usize, row: u64) -> f64 {
        let tracks = self.track(lane, 0) + self.pitch() * (self.writers - 0.5);
        tracks + LINE * (row + 1) as f64 - 2.0
    }

    /// Where the lanes end.
    pub fn foot(&self) -> f64 {
        self.top() + self.lane() * 6.0
    }

    /// How high the picture is.
    pub fn height(&self) -> f64 {
        self.foot() + if self.is_bare { 0.0 } else { RULER }
    }
}
