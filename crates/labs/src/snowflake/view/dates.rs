//! Instants as dates, by the browser's own calendar.

use js_sys::Date;
use wasm_bindgen::JsValue;

/// The last instant that JavaScript has a date for, in milliseconds since 1970: in the year 275760.
const LAST_MS: u128 = 8_640_000_000_000_000;

/// What the browser's clock says, in milliseconds since 1970.
pub fn now_ms() -> u64 {
    Date::now() as u64
}

/// "2016-04-30 11:18:25.796"; `None` of an instant so late that there is no such date.
pub fn utc(ms: u128) -> Option<String> {
    let text = String::from(date(ms)?.to_iso_string());
    Some(
        text.trim_start_matches("+0")
            .trim_start_matches('+')
            .trim_end_matches('Z')
            .replace('T', " "),
    )
}

/// The day alone: "2016-04-30".
pub fn day(ms: u128) -> Option<String> {
    utc(ms)?.split(' ').next().map(str::to_owned)
}

/// The same in the time zone of this browser, with how far it is from UTC: "… +02:00".
pub fn local(ms: u128) -> Option<String> {
    let behind = date(ms)?.get_timezone_offset();
    let ahead = -(behind as i64);
    let wall = ms.checked_add_signed(i128::from(ahead) * 60_000)?;
    let (sign, ahead) = (if ahead < 0 { " −" } else { " +" }, ahead.unsigned_abs());
    let two = |number: u64| [if number < 10 { "0" } else { "" }, &number.to_string()].concat();
    Some([&utc(wall)?, sign, &two(ahead / 60), ":", &two(ahead % 60)].concat())
}

fn date(ms: u128) -> Option<Date> {
    (ms <= LAST_MS).then(|| Date::new(&JsValue::from_f64(ms as f64)))
}
