//! Files that belong to this site alone: the browser's origin-private file system.
//!
//! Each run has a folder of its own under a random name, and as long as its tab lives it holds a
//! lock of that name (Web Locks). So two tabs do not meet, and what a closed tab has left behind is
//! told apart by its lock being free. Only a worker may write to a file without waiting, and only one
//! at a time: the handle of a worker that was ended is given back by the browser, if not at once.

use gloo::timers::callback::Timeout;
use js_sys::{Error, Function, IteratorNext, Object, Promise, Reflect};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise, spawn_local};
use web_sys::{
    FileSystemDirectoryHandle, FileSystemFileHandle, FileSystemGetDirectoryOptions,
    FileSystemGetFileOptions, FileSystemReadWriteOptions, FileSystemRemoveOptions,
    FileSystemSyncAccessHandle,
};

/// The folder of all runs of this lab.
const SHELF: &str = "two-phase-commit";
/// Folders of closed tabs that are removed at one start, at most.
const SWEPT_MOST: usize = 64;
/// A file that somebody else still holds, or a folder with such a file, is tried again after so many
/// milliseconds,
const AGAIN_MS: u32 = 20;
/// and so often: four seconds in all.
const TRIES: u32 = 200;

#[wasm_bindgen]
extern "C" {
    /// Looked up when it is called: an old browser has no such function, and says so.
    #[wasm_bindgen(catch, js_namespace = ["navigator", "storage"], js_name = getDirectory)]
    fn root() -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["navigator", "locks"], js_name = request)]
    fn request(name: &str, options: &JsValue, holder: &JsValue) -> Result<Promise, JsValue>;

    type Openable;
    #[wasm_bindgen(catch, method, js_name = createSyncAccessHandle)]
    fn open(this: &Openable) -> Result<Promise, JsValue>;
}

/// Whether the browser has such files for this page.
///
/// # Errors
/// What it says, where it has none or forbids them.
pub async fn probe() -> Result<(), String> {
    let probe = async { wait::<FileSystemDirectoryHandle>(root()?).await };
    probe.await.map(drop).map_err(|why| words(&why))
}

/// The folder of one run. It is removed with this value.
pub struct Folder {
    name: String,
    shelf: FileSystemDirectoryHandle,
    /// Lets the lock go.
    release: Option<Function>,
}

impl Folder {
    /// Makes a folder, and removes those of tabs that were closed.
    ///
    /// # Errors
    /// What the browser says, where it has no such files or forbids them.
    pub async fn make() -> Result<Folder, String> {
        Folder::try_make().await.map_err(|why| words(&why))
    }

    async fn try_make() -> Result<Folder, JsValue> {
        let root: FileSystemDirectoryHandle = wait(root()?).await?;
        let shelf = directory(&root, SHELF).await?;
        let swept = shelf.clone();
        spawn_local(async move {
            // Whatever is still in the way then is removed at another start.
            let _ = sweep(&swept).await;
        });
        let name = random_name();
        let release = hold(&name).await;
        wait::<JsValue>(make_directory(&shelf, &name)).await?;
        Ok(Folder { name, shelf, release })
    }

    /// Its name, by which a worker finds it.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl Drop for Folder {
    /// Removes the folder as soon as the browser has taken back the handles of ended workers.
    fn drop(&mut self) {
        let (shelf, name) = (self.shelf.clone(), std::mem::take(&mut self.name));
        let release = self.release.take();
        spawn_local(async move {
            remove(&shelf, &name).await;
            // What could not be removed is removed at the next start, now that the lock is free.
            if let Some(release) = release {
                let _ = release.call0(&JsValue::NULL);
            }
        });
    }
}

/// A file that one worker holds.
pub struct File {
    handle: FileSystemSyncAccessHandle,
    end: f64,
}

/// Why a file cannot be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unopened {
    /// Another worker holds it, though it was waited for.
    Held,
    /// What the browser says.
    Refused(String),
}

impl File {
    /// Opens a file of a folder, and makes it where there is none. As long as the handle of a worker
    /// that was ended is not given back, it waits.
    ///
    /// # Errors
    /// Where the browser cannot or will not, or another holds the file for too long.
    pub async fn open(folder: &str, name: &str) -> Result<File, Unopened> {
        let refused = |why: JsValue| Unopened::Refused(words(&why));
        let file = File::find(folder, name).await.map_err(refused)?;
        let file: &Openable = file.unchecked_ref();
        for _ in 0..TRIES {
            match wait::<FileSystemSyncAccessHandle>(file.open().map_err(refused)?).await {
                Ok(handle) => {
                    let end = handle.get_size().map_err(refused)?;
                    return Ok(File { handle, end });
                }
                Err(why) if is_held(&why) => sleep(AGAIN_MS).await,
                Err(why) => return Err(refused(why)),
            }
        }
        Err(Unopened::Held)
    }

    async fn find(folder: &str, name: &str) -> Result<FileSystemFileHandle, JsValue> {
        let root: FileSystemDirectoryHandle = wait(root()?).await?;
        let shelf = directory(&root, SHELF).await?;
        let folder: FileSystemDirectoryHandle = wait(shelf.get_directory_handle(folder)).await?;
        let options = FileSystemGetFileOptions::new();
        options.set_create(true);
        wait(folder.get_file_handle_with_options(name, &options)).await
    }

    /// All that is in it from a place on.
    ///
    /// # Errors
    /// What the browser says.
    pub fn read(&self, from: f64) -> Result<Vec<u8>, String> {
        let mut bytes = vec![0; (self.end - from).max(0.0) as usize];
        let read = self.handle.read_with_u8_array_and_options(&mut bytes, &at(from));
        let read = read.map_err(|why| words(&why))?;
        bytes.truncate(read as usize);
        Ok(bytes)
    }

    /// Cuts off what stands behind so many bytes.
    ///
    /// # Errors
    /// What the browser says.
    pub fn cut(&mut self, end: f64) -> Result<(), String> {
        self.handle.truncate_with_f64(end).map_err(|why| words(&why))?;
        self.end = end;
        Ok(())
    }

    /// Writes at its end, and returns when that has left the browser's buffers: where it stands.
    ///
    /// # Errors
    /// What the browser says, where there is no room for instance.
    pub fn append(&mut self, bytes: &[u8]) -> Result<f64, String> {
        let written = self.handle.write_with_u8_array_and_options(bytes, &at(self.end));
        let written = written.map_err(|why| words(&why))?;
        if written < bytes.len() as f64 {
            return Err("there is no room for it".to_owned());
        }
        self.handle.flush().map_err(|why| words(&why))?;
        let place = self.end;
        self.end += written;
        Ok(place)
    }
}

fn at(place: f64) -> FileSystemReadWriteOptions {
    let options = FileSystemReadWriteOptions::new();
    options.set_at_f64(place);
    options
}

/// Removes the folders whose tabs are gone: their locks are free.
async fn sweep(shelf: &FileSystemDirectoryHandle) -> Result<(), JsValue> {
    let mut names = Vec::new();
    let keys = shelf.keys();
    while names.len() < SWEPT_MOST {
        let next: IteratorNext = wait(keys.next()?).await?;
        if next.done() {
            break;
        }
        names.extend(next.value().as_string());
    }
    let options = Object::new();
    Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE)?;
    for name in names {
        let (shelf, lock) = (shelf.clone(), lock_of(&name));
        let holder = Closure::once_into_js(move |lock: JsValue| -> JsValue {
            if lock.is_null() {
                return JsValue::UNDEFINED;
            }
            // The lock is held until this has come to its end.
            let removed = async move {
                remove(&shelf, &name).await;
                Ok(JsValue::UNDEFINED)
            };
            future_to_promise(removed).into()
        });
        wait::<JsValue>(request(&lock, &options, &holder)?).await?;
    }
    Ok(())
}

/// Takes the lock of a folder; the answer lets it go. Nothing where the browser has no locks.
async fn hold(name: &str) -> Option<Function> {
    let release = Rc::new(RefCell::new(None));
    let held = {
        let release = Rc::clone(&release);
        Promise::new(&mut move |resolve, _| *release.borrow_mut() = Some(resolve))
    };
    let granted = Promise::new(&mut |resolve, reject| {
        let held = held.clone();
        let holder = Closure::once_into_js(move |_: JsValue| -> JsValue {
            let _ = resolve.call0(&JsValue::NULL);
            held.into()
        });
        if let Err(why) = request(&lock_of(name), &Object::new(), &holder) {
            let _ = reject.call1(&JsValue::NULL, &why);
        }
    });
    wait::<JsValue>(granted).await.ok()?;
    release.take()
}

fn lock_of(name: &str) -> String {
    ["faultline ", SHELF, " ", name].concat()
}

fn random_name() -> String {
    let part = || (js_sys::Math::random() * f64::from(u32::MAX)) as u64;
    (part() << 32 | part()).to_string()
}

async fn directory(
    of: &FileSystemDirectoryHandle,
    name: &str,
) -> Result<FileSystemDirectoryHandle, JsValue> {
    wait(make_directory(of, name)).await
}

fn make_directory(of: &FileSystemDirectoryHandle, name: &str) -> Promise {
    let options = FileSystemGetDirectoryOptions::new();
    options.set_create(true);
    of.get_directory_handle_with_options(name, &options)
}

/// Removes a folder as soon as nobody holds a file of it, if that comes in time.
async fn remove(of: &FileSystemDirectoryHandle, name: &str) {
    let options = FileSystemRemoveOptions::new();
    options.set_recursive(true);
    for _ in 0..TRIES {
        if wait::<JsValue>(of.remove_entry_with_options(name, &options)).await.is_ok() {
            return;
        }
        sleep(AGAIN_MS).await;
    }
}

async fn wait<T: JsCast>(promise: Promise) -> Result<T, JsValue> {
    Ok(JsFuture::from(promise).await?.unchecked_into())
}

async fn sleep(ms: u32) {
    let over = Promise::new(&mut |resolve, _| {
        Timeout::new(ms, move || {
            let _ = resolve.call0(&JsValue::NULL);
        })
        .forget();
    });
    let _ = JsFuture::from(over).await;
}

/// Whether another holds the file.
fn is_held(why: &JsValue) -> bool {
    why.dyn_ref::<Error>().is_some_and(|why| why.name() == "NoModificationAllowedError")
}

fn words(why: &JsValue) -> String {
    match why.dyn_ref::<Error>() {
        Some(why) => String::from(why.message()),
        None => "the browser says nothing more".to_owned(),
    }
}
