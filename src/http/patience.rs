//! A connection whose other end must read what it asked for: whoever takes an answer byte by
//! byte, or not at all, would hold it in memory and the connection open for as long as they
//! like.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

/// How many bytes must be taken within each span while an answer waits to be read.
const PACE: usize = 32 << 10;

/// A stream that breaks off when its other end reads too slowly.
#[derive(Debug)]
pub(super) struct Patient<S> {
    stream: S,
    span: Duration,
    /// While something waits to be written: how much was taken in this span, and its end.
    waiting: Option<(usize, Pin<Box<Sleep>>)>,
}

impl<S> Patient<S> {
    /// A stream whose other end must take [`PACE`] within each `span`.
    pub(super) fn new(stream: S, span: Duration) -> Self {
        Self {
            stream,
            span,
            waiting: None,
        }
    }

    /// Judges what came of an attempt to write.
    fn judge(
        &mut self,
        cx: &mut Context<'_>,
        written: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        if let Poll::Ready(Ok(count)) = written
            && let Some((taken, _)) = &mut self.waiting
        {
            *taken += count;
        }
        if written.is_ready() {
            return written;
        }
        let span = self.span;
        let (taken, end) = self
            .waiting
            .get_or_insert_with(|| (0, Box::pin(sleep(span))));
        while end.as_mut().poll(cx).is_ready() {
            if *taken < PACE {
                let slow = "the answer is not read";
                return Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, slow)));
            }
            *taken = 0;
            end.as_mut().reset(Instant::now() + span);
        }
        Poll::Pending
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Patient<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, buf);
        self.judge(cx, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, bufs);
        self.judge(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    /// All was taken, so nothing waits any more.
    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = ready!(Pin::new(&mut self.stream).poll_flush(cx));
        self.waiting = None;
        Poll::Ready(flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    use super::*;

    /// So short that it passes in any test.
    const SHORT: Duration = Duration::from_millis(50);
    /// So long that it passes in none.
    const LONG: Duration = Duration::from_hours(1);

    #[tokio::test]
    async fn whoever_does_not_read_is_left() {
        let (near, _far) = duplex(16);
        let written = Patient::new(near, SHORT).write_all(&[0; 17]).await;
        assert_eq!(written.unwrap_err().kind(), io::ErrorKind::TimedOut);
    }

    #[tokio::test]
    async fn whoever_reads_byte_by_byte_is_left_too() {
        let (near, mut far) = duplex(16);
        let reading = tokio::spawn(async move {
            while far.read_u8().await.is_ok() {
                sleep(SHORT / 10).await;
            }
        });
        let written = Patient::new(near, SHORT).write_all(&vec![0; PACE]).await;
        assert_eq!(written.unwrap_err().kind(), io::ErrorKind::TimedOut);
        reading.await.unwrap();
    }

    #[tokio::test]
    async fn whoever_takes_enough_within_each_span_may_take_as_many_as_it_needs() {
        for (taken, may_go_on) in [(PACE, true), (PACE - 1, false)] {
            let (near, _far) = duplex(16);
            let mut patient = Patient::new(near, LONG);
            patient.write_all(&[0; 16]).await.unwrap();
            let mut end = Box::pin(sleep(Duration::ZERO));
            end.as_mut().await;
            patient.waiting = Some((taken, end));
            let written = patient.write(&[0]).now_or_never();
            assert_eq!(written.is_none(), may_go_on, "{taken}: {written:?}");
        }
    }

    #[tokio::test]
    async fn time_between_two_answers_does_not_count() {
        let (near, mut far) = duplex(16);
        let mut patient = Patient::new(near, LONG);
        let mut taken = [0; 20];
        let (written, read) = tokio::join!(patient.write_all(&[0; 20]), far.read_exact(&mut taken));
        written.unwrap();
        read.unwrap();
        assert!(patient.waiting.is_some(), "it had to wait");
        patient.flush().await.unwrap();
        assert!(patient.waiting.is_none());
    }
}
