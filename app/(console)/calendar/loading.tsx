export { TimelineSkeleton as default } from '#components/timeline/timeline-skeleton.tsx';
